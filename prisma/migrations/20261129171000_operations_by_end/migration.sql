-- Every command looks at its start for what ended long ago.
CREATE INDEX "Operation_endedAt_idx" ON "Operation"("endedAt");
