import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readFormFile } from "./read-form-file.ts";

function requestWith(form: FormData): Request {
	return new Request("http://127.0.0.1/", { method: "POST", body: form });
}

function formWith(bytes: Uint8Array<ArrayBuffer>, name = "probe.zip"): FormData {
	const form = new FormData();
	form.append("archive", new File([bytes], name));
	return form;
}

describe("the file of an uploaded form", () => {
	it("comes as it was sent, with its name", async () => {
		const bytes = new Uint8Array(randomBytes(300_000));
		const file = await readFormFile(requestWith(formWith(bytes)), 1 << 20);
		expect(file.name).toBe("probe.zip");
		expect(Buffer.compare(file.bytes, bytes)).toBe(0);
	});

	it("may be as large as the limit says, and not larger", async () => {
		const limit = 1 << 20;
		const fitting = new Uint8Array(limit);
		expect((await readFormFile(requestWith(formWith(fitting)), limit)).bytes).toHaveLength(limit);
		const larger1 = requestWith(formWith(new Uint8Array(limit + 1)));
		await expect(readFormFile(larger1, limit)).rejects.toThrow("larger than 1 MiB");
		const larger = requestWith(formWith(new Uint8Array(limit * 3)));
		await expect(readFormFile(larger, limit)).rejects.toThrow("larger than 1 MiB");
	});

	it("is asked for where there is none", async () => {
		await expect(readFormFile(requestWith(new FormData()), 1024)).rejects.toThrow("holds no file");
		const json = new Request("http://127.0.0.1/", { method: "POST", body: "{}" });
		await expect(readFormFile(json, 1024)).rejects.toThrow("holds no file");
	});

	it.each([
		"multipart/form-data",
		"multipart/form-data; boundary=",
		"multipart/form-data;charset=utf-8",
		"multipart/mixed; boundary=x",
		"multipart",
		"",
	])("is asked for where the type is no form's: %s", async (type) => {
		const headers = { "content-type": type };
		const request = new Request("http://127.0.0.1/", { method: "POST", body: "--x", headers });
		await expect(readFormFile(request, 1024)).rejects.toMatchObject({ kind: "usage" });
	});

	it("is refused when the upload broke off", async () => {
		const whole = requestWith(formWith(new Uint8Array(1000)));
		const type = whole.headers.get("content-type") ?? "";
		const body = (await whole.arrayBuffer()).slice(0, 600);
		const request = new Request("http://127.0.0.1/", {
			method: "POST",
			body,
			headers: { "content-type": type },
		});
		await expect(readFormFile(request, 1 << 20)).rejects.toThrow("interrupted");
	});
});
