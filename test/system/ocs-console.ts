/** OCS's own PHP console, as its administrator sees it in a browser. */
export interface OcsConsole {
	/** The ids that its page of extensions offers for installation: every folder that it takes for one. */
	offered(): Promise<string[]>;
	/** What it shows as installed, by its table's own request. */
	active(): Promise<ActiveExtension[]>;
	/** Presses its button; gives the message that it shows then. */
	install(id: string): Promise<string>;
	/** The same; its delete function drops the tables. */
	uninstall(id: string): Promise<string>;
	/** The whole page of a machine, by its number in OCS, with what is in this category of it. */
	machine(id: string, category: string): Promise<string>;
}

export interface ActiveExtension {
	readonly id: string;
	readonly name: string;
	readonly description: string;
	readonly version: string;
	readonly author: string;
	readonly licence: string;
}

/** `reports` is its address; `extensions` the folder that it looks into. */
export async function openOcsConsole(reports: string, extensions: string): Promise<OcsConsole> {
	const cookie = await signIn(`${reports}/index.php`);
	const ask = async (program: string, fields?: Record<string, string>) => {
		const answer = await fetch(`${reports}/${program}.php?function=extensionmanager`, {
			headers: { cookie },
			...(fields === undefined ? {} : { method: "POST", body: new URLSearchParams(fields) }),
		});
		return { status: answer.status, text: await answer.text() };
	};
	/** PHP ends a page where it fails: only a whole one has the table and an end. */
	const page = async (fields?: Record<string, string>) => {
		const { status, text } = await ask("index", fields);
		if (status !== 200 || !text.includes("show_all_extensions") || !text.includes("</html>"))
			throw new Error(`This is not the page of extensions (${status}):\n${text}`);
		return text;
	};
	const press = async (fields: Record<string, string>) => {
		const text = await page({ ...tokenOf(await page()), ...fields });
		return /alert-' class='alert alert-\w+[^>]*>(.*?)<\/div>/s.exec(text)?.[1] ?? "";
	};
	return {
		async offered() {
			const text = await page();
			const offer = /<select[^>]*name="extensions".*?<\/select>/s.exec(text)?.[0];
			// Where there is nothing to offer, the page says so and names the folder that it looked into.
			if (offer === undefined && !text.includes(`(${extensions}/)`))
				throw new Error(`It looks elsewhere:\n${text}`);
			return [...(offer ?? "").matchAll(/<option value=(\w+)/g)].map(([, id = ""]) => id);
		},
		async active() {
			const range = { draw: "1", start: "0", length: "1000" };
			const columns = { "columns[0][data]": "id", "visible_col[]": "0", "ocs[]": "" };
			const { text } = await ask("ajax", { ...tokenOf(await page()), ...range, ...columns });
			const { data } = JSON.parse(text) as { data: ActiveExtension[] | 0 };
			return data === 0 ? [] : data;
		},
		install: (id) => press({ extensions: id }),
		uninstall: (id) => press({ SUP_PROF: id }),
		async machine(id, category) {
			const query = `function=computer&head=1&systemid=${id}&cat=${category}`;
			const answer = await fetch(`${reports}/index.php?${query}`, { headers: { cookie } });
			const text = await answer.text();
			if (answer.status !== 200 || !text.includes("</html>"))
				throw new Error(`This is not the page of a machine (${answer.status}):\n${text}`);
			return text;
		},
	};
}

async function signIn(index: string): Promise<string> {
	const answer = await fetch(index, {
		method: "POST",
		body: new URLSearchParams({ LOGIN: "admin", PASSWD: "admin", Valid_CNX: "Send" }),
		redirect: "manual",
	});
	return answer.headers
		.getSetCookie()
		.map((one) => one.split(";")[0])
		.join("; ");
}

/** Each form of the page has one against forged requests; any of them will do. */
function tokenOf(page: string): Record<string, string> {
	const [, name = "", value = ""] = /name='(CSRF_\d+)'[^>]*value='(\w+)'/.exec(page) ?? [];
	return { [name]: value };
}
