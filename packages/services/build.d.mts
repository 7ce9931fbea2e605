export declare function buildWorker(options?: {
	readonly entry?: string;
	readonly outfile?: string;
	readonly watch?: boolean;
}): Promise<void>;
