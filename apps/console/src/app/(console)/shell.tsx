"use client";

import { Anchor, Box, Button, Container, Group, UnstyledButton } from "@mantine/core";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Brand } from "../../components/brand.tsx";
import { AccountMenu, type ShownCaller } from "./account-menu.tsx";
import { pagesFor } from "./pages-for.ts";
import classes from "./shell.module.css";
import { UnderWay } from "./under-way.tsx";

/** What stands around every page of a person who is signed in. */
export function Shell({ caller, children }: { caller: ShownCaller; children: ReactNode }) {
	const pathname = usePathname();
	return (
		<>
			<Anchor href="#content" className={classes.skip}>
				Skip to the content
			</Anchor>
			<Box component="header" className={classes.header}>
				<Container size="lg">
					<Group justify="space-between" h={56} wrap="nowrap">
						<Group gap="xl" wrap="nowrap">
							<UnstyledButton
								component={Link}
								href="/extensions"
								aria-label="Graft, all extensions"
							>
								<Brand />
							</UnstyledButton>
							<Group component="nav" gap="xs" visibleFrom="xs" aria-label="Pages">
								{pagesFor(caller.role).map(({ href, name }) => (
									<Button
										key={href}
										component={Link}
										href={href}
										variant={pathname.startsWith(href) ? "light" : "subtle"}
										size="compact-sm"
										{...(pathname.startsWith(href) && { "aria-current": "page" as const })}
									>
										{name}
									</Button>
								))}
							</Group>
						</Group>
						<AccountMenu caller={caller} />
					</Group>
				</Container>
			</Box>
			<UnderWay />
			<Container component="main" id="content" size="lg" py={{ base: "md", sm: "xl" }}>
				{children}
			</Container>
		</>
	);
}
