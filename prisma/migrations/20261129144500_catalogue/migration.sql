-- CreateTable
CREATE TABLE "ArchiveIndex" (
    "sha256" TEXT NOT NULL PRIMARY KEY,
    "sortName" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    CONSTRAINT "ArchiveIndex_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Archive" ("sha256") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Claim" (
    "sha256" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    PRIMARY KEY ("sha256", "kind", "value"),
    CONSTRAINT "Claim_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "ArchiveIndex" ("sha256") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "FolderDigest" (
    "path" TEXT NOT NULL PRIMARY KEY,
    "seal" TEXT NOT NULL,
    "digest" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "Claim_kind_value_idx" ON "Claim"("kind", "value");
