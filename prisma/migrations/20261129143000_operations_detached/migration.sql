-- Not by making the table anew: dropping the old one would take the events of all operations with it.
ALTER TABLE "Operation" ADD COLUMN "failure" JSONB;
ALTER TABLE "Operation" ADD COLUMN "queuedAt" DATETIME;
ALTER TABLE "Operation" ADD COLUMN "beatAt" DATETIME;
ALTER TABLE "Operation" ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Operation" ADD COLUMN "leased" BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE "Operation" ADD COLUMN "input" JSONB;
ALTER TABLE "Operation" ADD COLUMN "sealedSecrets" TEXT;
ALTER TABLE "Operation" ADD COLUMN "cancelAskedAt" DATETIME;
ALTER TABLE "Operation" ADD COLUMN "cancelAskedBy" TEXT;
ALTER TABLE "Operation" ADD COLUMN "before" TEXT;
ALTER TABLE "Operation" ADD COLUMN "undoOf" TEXT;
ALTER TABLE "Operation" ADD COLUMN "parentId" TEXT REFERENCES "Operation" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateIndex
CREATE INDEX "Operation_parentId_idx" ON "Operation"("parentId");

UPDATE "Operation" SET "state" = 'rolled-back' WHERE "state" = 'put-back';

-- CreateTable
CREATE TABLE "OperationEvent" (
    "operationId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL,

    PRIMARY KEY ("operationId", "number"),
    CONSTRAINT "OperationEvent_operationId_fkey" FOREIGN KEY ("operationId") REFERENCES "Operation" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- What was told then was not told apart.
INSERT INTO "OperationEvent" ("operationId", "number", "at", "kind", "data")
    SELECT "operationId", "number", "at", 'note', json_object('text', "text") FROM "LogLine";

-- DropTable
DROP TABLE "LogLine";
