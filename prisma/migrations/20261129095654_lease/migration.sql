-- CreateTable
CREATE TABLE "Lease" (
    "extensionId" TEXT NOT NULL PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "process" TEXT NOT NULL,
    "since" DATETIME NOT NULL,
    "beatAt" DATETIME NOT NULL
);

-- Not by making the table anew: dropping the old one would take the log lines of all operations with it.
DROP INDEX "Operation_lock_key";
ALTER TABLE "Operation" DROP COLUMN "lock";
