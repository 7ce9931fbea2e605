-- CreateTable
CREATE TABLE "KeptReading" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "reading" JSONB NOT NULL
);
