-- CreateTable
CREATE TABLE "OcsDatabaseLink" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "label" TEXT NOT NULL,
    "sealedUrl" TEXT NOT NULL,
    "linkedAt" DATETIME NOT NULL,
    "linkedBy" TEXT NOT NULL
);


