-- AlterTable
ALTER TABLE "Operation" ADD COLUMN "madeTables" JSONB;
