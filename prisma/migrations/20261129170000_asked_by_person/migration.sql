-- Who asked in the console, so that a runner can look whether they still may.
ALTER TABLE "Operation" ADD COLUMN "personId" TEXT;
