-- A link is one of several kinds from now on, each declared by its platform; the id has always been that of the kind.
ALTER TABLE "OcsDatabaseLink" RENAME TO "Link";
