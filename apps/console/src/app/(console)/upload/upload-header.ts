/** Names an upload, so that its page can ask how it stands; nothing is secret about it. */
export const uploadHeader = "x-graft-upload";
