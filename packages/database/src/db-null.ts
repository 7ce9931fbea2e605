/** What stands for NULL in a column of JSON, without the client that it would come with: most commands ask that nothing. */
export { DbNull } from "@prisma/client/runtime/index-browser";
