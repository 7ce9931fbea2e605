-- CreateTable
CREATE TABLE "PendingReload" (
    "serverId" TEXT NOT NULL,
    "placeKey" TEXT NOT NULL,
    "extensionId" TEXT NOT NULL,
    "serverDir" TEXT,
    "since" DATETIME NOT NULL,

    PRIMARY KEY ("serverId", "placeKey", "extensionId"),
    CONSTRAINT "PendingReload_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "Server" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "PendingReload_extensionId_idx" ON "PendingReload"("extensionId");
