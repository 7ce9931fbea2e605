-- CreateTable
CREATE TABLE "HeldTable" (
    "database" TEXT NOT NULL,
    "extensionId" TEXT NOT NULL,
    "table" TEXT NOT NULL,
    "since" DATETIME NOT NULL,

    PRIMARY KEY ("database", "extensionId", "table")
);
