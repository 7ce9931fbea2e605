import { mkdir, readFile } from "node:fs/promises";
import { readArchive } from "@graft/core/archive/read-archive";
import { unpackArchive } from "@graft/core/archive/unpack";

const [, , archive = "", folder = ""] = process.argv;
await mkdir(folder);
await unpackArchive(readArchive(await readFile(archive)), folder);
