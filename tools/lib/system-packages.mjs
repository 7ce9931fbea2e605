import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { capture, say } from "./run.mjs";

/** What tests need from the system: `looksFor` is a command on the PATH or an absolute path. */
export const systemParts = [
	{ looksFor: "sshd", package: "openssh-server", for: "connections over a real sshd" },
	{ looksFor: "ssh", package: "openssh-client", for: "keys and the agent of SSH tests" },
	{ looksFor: "sudo", package: "sudo", for: "servers reached by a user without rights" },
	{ looksFor: "chromium", package: "chromium", for: "the console in a browser" },
	{ looksFor: "dash", package: "dash", for: "the agents' scripts under dash" },
	{ looksFor: "busybox", package: "busybox", for: "the agents' scripts under busybox sh" },
	{ looksFor: "shellcheck", package: "shellcheck", for: "the agents' scripts" },
	{ looksFor: "perl", package: "perl", for: "Map.pm and agent modules" },
	{ looksFor: "tmux", package: "tmux", for: "the dialogue of install-plugin" },
	{ looksFor: "unzip", package: "unzip", for: "bundles, and the peer of the benchmark" },
	{ looksFor: "ip", package: "iproute2", for: "many hosts on one machine in the benchmark" },
	{
		looksFor: "/usr/lib/python3/dist-packages/yapsy",
		package: "python3-yapsy",
		for: "Panoptes' real loader",
	},
	{ looksFor: "php", package: "php-cli", for: "what PHP itself says of a package's files" },
	{
		looksFor: "/var/lib/dpkg/info/php-xml.list",
		package: "php-xml",
		for: "hook.xml, as PHP reads it",
	},
	{ looksFor: "git", package: "git", for: "settings of Git that a build leaves as they are" },
	{ looksFor: "ps", package: "procps", for: "finding a server's Apache" },
	...[
		["/usr/bin/go", "golang-go"],
		[
			"/usr/share/gocode/src/github.com/hashicorp/go-plugin",
			"golang-github-hashicorp-go-plugin-dev",
		],
		// That library needs it, and its package does not say so.
		["/usr/share/gocode/src/google.golang.org/grpc", "golang-google-grpc-dev"],
	].map(([looksFor, name]) => ({
		...{ looksFor, package: name },
		for: "a host that loads plugins as Dkron does, and a collector built of its source",
	})),
	// What docs/ocs-stack.md says of each.
	...[
		["mariadbd", "mariadb-server"],
		["apache2", "apache2"],
		["/usr/lib/apache2/modules/mod_perl.so", "libapache2-mod-perl2"],
		["/var/lib/dpkg/info/libapache2-mod-php.list", "libapache2-mod-php"],
		["/var/lib/dpkg/info/libxml-parser-perl.list", "libxml-parser-perl"],
		["/usr/share/perl5/Apache/Ocsinventory/Plugins.pm", "ocsinventory-server"],
		["/usr/share/ocsinventory-reports/index.php", "ocsinventory-reports"],
		["ocsinventory-agent", "ocsinventory-agent"],
		["dmidecode", "dmidecode"],
		["/usr/share/perl5/IO/Socket/SSL.pm", "libio-socket-ssl-perl"],
		["/usr/share/perl5/LWP/Protocol/https.pm", "liblwp-protocol-https-perl"],
		["openssl", "openssl"],
		["curl", "curl"],
	].map(([looksFor, name]) => ({ looksFor, package: name, for: "a real OCS Inventory" })),
];

function isThere(looksFor) {
	if (looksFor.startsWith("/")) return existsSync(looksFor);
	const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
	return folders.some((folder) => {
		try {
			accessSync(join(folder, looksFor), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}

function isDebian() {
	try {
		return /^(ID|ID_LIKE)=.*(debian|ubuntu)/m.test(readFileSync("/etc/os-release", "utf8"));
	} catch {
		return false;
	}
}

/** Installs what is missing where it may (root on Debian or Ubuntu), and gives what is missing still. */
export async function installSystemParts() {
	const missing = systemParts.filter((part) => !isThere(part.looksFor));
	if (missing.length === 0 || process.getuid?.() !== 0 || !isDebian()) return missing;
	const packages = missing.map((part) => part.package);
	say(`installing what the tests need from the system: ${packages.join(" ")} …`);
	// No service may start by itself: it would listen beyond this machine.
	const policy = "/usr/sbin/policy-rc.d";
	const ours = !existsSync(policy);
	if (ours) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
	try {
		for (const args of [
			["update", "-qq"],
			[
				"install",
				"-y",
				"-qq",
				"--no-install-recommends",
				"-o",
				"DPkg::Lock::Timeout=300",
				...packages,
			],
		]) {
			const { code, output } = await capture("apt-get", args, {
				env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
			});
			if (code !== 0) process.stderr.write(output);
		}
	} finally {
		if (ours) rmSync(policy, { force: true });
	}
	return systemParts.filter((part) => !isThere(part.looksFor));
}
