export declare const readers: readonly string[];
export declare function readerVersion(root?: string): string;
