PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
	"id" TEXT PRIMARY KEY NOT NULL,
	"checksum" TEXT NOT NULL,
	"finished_at" DATETIME,
	"migration_name" TEXT NOT NULL,
	"logs" TEXT,
	"rolled_back_at" DATETIME,
	"started_at" DATETIME NOT NULL DEFAULT current_timestamp,
	"applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
);
INSERT INTO _prisma_migrations VALUES('a4730d30-8d22-4e70-aa46-d605f4760d08','f72d74be7dde669ca61daae0a4b3b97522283b33655dc9b59597199ae8dc058f',1795989419736,'20261121095352_foundation',NULL,NULL,1795989419736,1);
INSERT INTO _prisma_migrations VALUES('e183de80-4524-45f8-b8f7-a26397841175','cfe88c4751be9460366c6a3daa567c0bdfd711448b5cf4f0e84b1a13a35c2055',1795989419736,'20261121112200_ocs_database_link',NULL,NULL,1795989419736,1);
INSERT INTO _prisma_migrations VALUES('d4fce9ff-8213-4336-baac-d60a193f9fc8','48b635e67928c4cc93b57b13405677c03e415430ebe7bb62c71796f2adf4ae6c',1795989419736,'20261121143657_pending_reload',NULL,NULL,1795989419736,1);
INSERT INTO _prisma_migrations VALUES('dcde2343-65f5-4370-a567-757ccc0a31c6','c12e46e557d2f422158f8ba90d8db469ff076ccc7a0da773ac4a6c2afeea9451',1795989419737,'20261129095654_lease',NULL,NULL,1795989419737,1);
INSERT INTO _prisma_migrations VALUES('1647f858-74b1-4977-8d09-3c90a99780d9','c53d5d07ff9cbee7167162c3da00869f2d30695e73bbbd4d2c9b6c9ffc70fc25',1795989419737,'20261129103117_held_tables',NULL,NULL,1795989419737,1);
INSERT INTO _prisma_migrations VALUES('f3851cbd-21da-464b-86d6-a8785163c1b4','599a98503165068bbbb113613f03358d696688082cda0607af90ce7534cec0cd',1795989419737,'20261129103500_people',NULL,NULL,1795989419737,1);
CREATE TABLE IF NOT EXISTS "Archive" (
    "sha256" TEXT NOT NULL PRIMARY KEY,
    "extensionId" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "fileName" TEXT,
    "treeSha256" TEXT NOT NULL,
    "extension" JSONB NOT NULL,
    "accepted" JSONB NOT NULL DEFAULT [],
    "importedAt" DATETIME NOT NULL,
    "importedBy" TEXT NOT NULL
);
INSERT INTO Archive VALUES('74c1b250c869cb832e1678bddd06629dbe0b3b4ebe5eae407ade8bc568cfd574','probe','ocs-inventory','1.0',3120,'probe-1.0.zip','d7915ebaef9d04dfdb95d7dd094f497f04eb492197fda4b4cfe3126041bf592a','{"platform":"ocs-inventory","id":"probe","version":"1.0","name":"Extension probe","description":"What probe collects","authors":["A. Author"],"licence":"GPLv2","parts":{"database":{"install":["CREATE TABLE IF NOT EXISTS probe (\n        ID INTEGER NOT NULL AUTO_INCREMENT,\n        HARDWARE_ID INTEGER NOT NULL,\n        MOUNT VARCHAR(255) DEFAULT NULL,\n        FSTYPE VARCHAR(64) DEFAULT NULL,\n        PRIMARY KEY (ID, HARDWARE_ID)\n    ) ENGINE=INNODB;"],"remove":["DROP TABLE IF EXISTS probe"],"tables":["probe"]},"server":{"files":[{"from":"APACHE/Map.pm","to":"{perlDir}/Apache/Ocsinventory/Plugins/Probe/Map.pm","sha256":"a63000d94dcbb5a72719fcec2bcab98d555abb02c30f1e272b912cd81d3c66e3"},{"from":"APACHE/probe.conf","to":"{confDir}/probe.conf","sha256":"087062654b41acd3840f7b4d7241cda29e9fc8b8fdfa86fb5e4a73a4ee9cb4aa"}],"sections":["probe"],"elements":{"lists":["PROBE"],"fields":["FSTYPE","MOUNT"]}},"agents":{"windows":[{"from":"agent/Probe.ps1","as":"Probe.ps1","sha256":"dc2ed14b262fe49eb97c025a852b16c9b214a1480d6411cbbf22ed79606bd3d5","chosen":true}],"unix":[{"from":"agent/Probe.pm","as":"Probe.pm","sha256":"a67fd329d8c741b737bc51d550d2b4c69bdc36936eed0f1cfc34ba0de3b69aa3","chosen":true}]}},"claims":[{"kind":"table","value":"probe"},{"kind":"section","value":"probe"},{"kind":"translation","value":"990001"},{"kind":"file","value":"{perlDir}/Apache/Ocsinventory/Plugins/Probe/Map.pm"},{"kind":"file","value":"{confDir}/probe.conf"},{"kind":"name","value":"Extension probe"},{"kind":"php","value":"function extension_install_probe"},{"kind":"php","value":"function extension_delete_probe"},{"kind":"php","value":"function extension_upgrade_probe"}]}','[]','2026-11-29T21:57:00.488+00:00','root');
INSERT INTO Archive VALUES('ea356eeeb6ff57fb5cf6ba8ac16c60e6180a9d2ced6d834450af86a70a7b12a8','probe','ocs-inventory','1.1',3174,'probe-1.1.zip','23d4d7a7399bdaff0f388a4aee77b450f4450d0aa110ca0f907da85d8f1e45aa','{"platform":"ocs-inventory","id":"probe","version":"1.1","name":"Extension probe","description":"What probe collects","authors":["A. Author"],"licence":"GPLv2","parts":{"database":{"install":["CREATE TABLE IF NOT EXISTS probe (\n        ID INTEGER NOT NULL AUTO_INCREMENT,\n        HARDWARE_ID INTEGER NOT NULL,\n        MOUNT VARCHAR(255) DEFAULT NULL,\n        FSTYPE VARCHAR(128) DEFAULT NULL,\n        LABEL VARCHAR(32) DEFAULT NULL,\n        PRIMARY KEY (ID, HARDWARE_ID)\n    ) ENGINE=INNODB;"],"remove":["DROP TABLE IF EXISTS probe"],"tables":["probe"]},"server":{"files":[{"from":"APACHE/Map.pm","to":"{perlDir}/Apache/Ocsinventory/Plugins/Probe/Map.pm","sha256":"b6ff89ff77e97ff74febebfa805aa61c634de8c6371f66a22816cb6067dd8783"},{"from":"APACHE/probe.conf","to":"{confDir}/probe.conf","sha256":"087062654b41acd3840f7b4d7241cda29e9fc8b8fdfa86fb5e4a73a4ee9cb4aa"}],"sections":["probe"],"elements":{"lists":["PROBE"],"fields":["FSTYPE","LABEL","MOUNT"]}},"agents":{"windows":[{"from":"agent/Probe.ps1","as":"Probe.ps1","sha256":"dc2ed14b262fe49eb97c025a852b16c9b214a1480d6411cbbf22ed79606bd3d5","chosen":true}],"unix":[{"from":"agent/Probe.pm","as":"Probe.pm","sha256":"a67fd329d8c741b737bc51d550d2b4c69bdc36936eed0f1cfc34ba0de3b69aa3","chosen":true}]}},"claims":[{"kind":"table","value":"probe"},{"kind":"section","value":"probe"},{"kind":"translation","value":"990001"},{"kind":"file","value":"{perlDir}/Apache/Ocsinventory/Plugins/Probe/Map.pm"},{"kind":"file","value":"{confDir}/probe.conf"},{"kind":"name","value":"Extension probe"},{"kind":"php","value":"function extension_install_probe"},{"kind":"php","value":"function extension_delete_probe"},{"kind":"php","value":"function extension_upgrade_probe"}]}','[]','2026-11-29T21:57:06.590+00:00','root');
INSERT INTO Archive VALUES('566d5611f0a2fc6df560f191b8dfc65a21a5c89840ae3e708b7574ef5c851bd6','gone','ocs-inventory','1.0',3067,'gone-1.0.zip','a97d8f37945fd77fd2ad314bdb2d17409317b20e7c3e6a4d2562a1eb218dedfd','{"platform":"ocs-inventory","id":"gone","version":"1.0","name":"Extension gone","description":"What gone collects","authors":["A. Author"],"licence":"GPLv2","parts":{"database":{"install":["CREATE TABLE IF NOT EXISTS gone (\n        ID INTEGER NOT NULL AUTO_INCREMENT,\n        HARDWARE_ID INTEGER NOT NULL,\n        MOUNT VARCHAR(255) DEFAULT NULL,\n        FSTYPE VARCHAR(64) DEFAULT NULL,\n        PRIMARY KEY (ID, HARDWARE_ID)\n    ) ENGINE=INNODB;"],"remove":["DROP TABLE IF EXISTS gone"],"tables":["gone"]},"server":{"files":[{"from":"APACHE/Map.pm","to":"{perlDir}/Apache/Ocsinventory/Plugins/Gone/Map.pm","sha256":"1d01cc518c39f3b08aaef2caa3c3dea19c2b6afbdbbb1911ed2cd7c574f8d2bd"},{"from":"APACHE/gone.conf","to":"{confDir}/gone.conf","sha256":"c76c0d5ce38c5011e8a985e4c9ec02b17627827dff2aa8117121a2b901ff4c17"}],"sections":["gone"],"elements":{"lists":["GONE"],"fields":["FSTYPE","MOUNT"]}},"agents":{"windows":[{"from":"agent/Gone.ps1","as":"Gone.ps1","sha256":"fa709dfc54c0e3f66a078727c670fba53645fe17fadd95808017645ada83d389","chosen":true}],"unix":[{"from":"agent/Gone.pm","as":"Gone.pm","sha256":"6bdee817e2e0020b1a0dc337b9d41b512d289f7219755b77664d44add8bf0bd9","chosen":true}]}},"claims":[{"kind":"table","value":"gone"},{"kind":"section","value":"gone"},{"kind":"translation","value":"990001"},{"kind":"file","value":"{perlDir}/Apache/Ocsinventory/Plugins/Gone/Map.pm"},{"kind":"file","value":"{confDir}/gone.conf"},{"kind":"name","value":"Extension gone"},{"kind":"php","value":"function extension_install_gone"},{"kind":"php","value":"function extension_delete_gone"},{"kind":"php","value":"function extension_upgrade_gone"}]}','[]','2026-11-29T21:57:09.934+00:00','root');
INSERT INTO Archive VALUES('e9ac12e166aa66824d704e9da9a5c6c7fbcbcbc5bcabf0a57ec307dfaa3aecf9','heartbeat','panoptes','1.2',860,'heartbeat-1.2.zip','eae3acfbcd148040a756fd0ec3968e3c919790178329fadf03d398a44f433d1d','{"platform":"panoptes","id":"heartbeat","version":"1.2","name":"heartbeat","description":"Asks each device whether it lives","authors":["A. Author"],"licence":"","parts":{"database":{"install":[],"remove":[],"tables":[]},"server":{"files":[{"from":"heartbeat.py","to":"{pollingDir}/heartbeat/heartbeat.py","sha256":"ff2e34afcc9ba9a0728bc00a0bd243113b62e79b039f85f34e071c2ee7438f15"},{"from":"heartbeat.panoptes-plugin","to":"{pollingDir}/heartbeat/heartbeat.panoptes-plugin","sha256":"ee16a3ef5136ff92c0d638a2bb9a307618f3796802f110c81718b2818fc7440c"}],"sections":[]},"agents":{"windows":[],"unix":[]}},"claims":[{"kind":"name","value":"panoptes:heartbeat"}]}','[]','2026-11-29T21:57:13.196+00:00','root');
INSERT INTO Archive VALUES('8abf8b6e8d58327059dcfd395bc4c91a2b807a9ec9b2e44a2c6e9b61464d508b','onhost','ocs-inventory','1.0',3173,'onhost-1.0.zip','b1767f77944ed8cfae752c72c8ac1f476b803f8f0d99d9f7adcb78bf10e3af57','{"platform":"ocs-inventory","id":"onhost","version":"1.0","name":"Extension onhost","description":"What onhost collects","authors":["A. Author"],"licence":"GPLv2","parts":{"database":{"install":["CREATE TABLE IF NOT EXISTS onhost (\n        ID INTEGER NOT NULL AUTO_INCREMENT,\n        HARDWARE_ID INTEGER NOT NULL,\n        MOUNT VARCHAR(255) DEFAULT NULL,\n        FSTYPE VARCHAR(64) DEFAULT NULL,\n        PRIMARY KEY (ID, HARDWARE_ID)\n    ) ENGINE=INNODB;"],"remove":["DROP TABLE IF EXISTS onhost"],"tables":["onhost"]},"server":{"files":[{"from":"APACHE/Map.pm","to":"{perlDir}/Apache/Ocsinventory/Plugins/Onhost/Map.pm","sha256":"a22d50b476e7c90b647fb225e282ab48d8ddef8872cb50e580c972c582432b6b"},{"from":"APACHE/onhost.conf","to":"{confDir}/onhost.conf","sha256":"7d66f4ddf502da673039ae931435baef05702a211cd794ff445ef2d15a051350"}],"sections":["onhost"],"elements":{"lists":["ONHOST"],"fields":["FSTYPE","MOUNT"]}},"agents":{"windows":[{"from":"agent/Onhost.ps1","as":"Onhost.ps1","sha256":"64d775f8c280d62fa4ddaf160115db554558ecac3be1c97b23d63b1cd6164aba","chosen":true}],"unix":[{"from":"agent/Onhost.pm","as":"Onhost.pm","sha256":"335523ed091ff0071865739dc6e2914d2ec44cc818633015d15199fd76c3f76b","chosen":true}]}},"claims":[{"kind":"table","value":"onhost"},{"kind":"section","value":"onhost"},{"kind":"translation","value":"990001"},{"kind":"file","value":"{perlDir}/Apache/Ocsinventory/Plugins/Onhost/Map.pm"},{"kind":"file","value":"{confDir}/onhost.conf"},{"kind":"name","value":"Extension onhost"},{"kind":"php","value":"function extension_install_onhost"},{"kind":"php","value":"function extension_delete_onhost"},{"kind":"php","value":"function extension_upgrade_onhost"}]}','[]','2026-11-29T21:57:18.103+00:00','root');
INSERT INTO Archive VALUES('beb8fcef453afedde430331080e1d298b0d29af47b588c9b4dd28607c56f94ad','intable','ocs-inventory','1.0',3226,'intable-1.0.zip','59b9db8bcaf41bfe77f39b656bb78dce76a518d78e999303e9a4ff946c40ca89','{"platform":"ocs-inventory","id":"intable","version":"1.0","name":"Extension intable","description":"What intable collects","authors":["A. Author"],"licence":"GPLv2","parts":{"database":{"install":["CREATE TABLE IF NOT EXISTS intable (\n        ID INTEGER NOT NULL AUTO_INCREMENT,\n        HARDWARE_ID INTEGER NOT NULL,\n        MOUNT VARCHAR(255) DEFAULT NULL,\n        FSTYPE VARCHAR(64) DEFAULT NULL,\n        PRIMARY KEY (ID, HARDWARE_ID)\n    ) ENGINE=INNODB;"],"remove":["DROP TABLE IF EXISTS intable"],"tables":["intable"]},"server":{"files":[{"from":"APACHE/Map.pm","to":"{perlDir}/Apache/Ocsinventory/Plugins/Intable/Map.pm","sha256":"e972e3d6f96ece40708093f880d6b19cb590c9ee686eb94b28b748219132152b"},{"from":"APACHE/intable.conf","to":"{confDir}/intable.conf","sha256":"8c3e8c174f250f4e48bce917d1ece2ec1e7f96239e72d5e65ac9c377b4a2e6bd"}],"sections":["intable"],"elements":{"lists":["INTABLE"],"fields":["FSTYPE","MOUNT"]}},"agents":{"windows":[{"from":"agent/Intable.ps1","as":"Intable.ps1","sha256":"ffc065df00eed8125ce1d07bfbfbd4d0aeb07513df5f88ad3da0231d014d134b","chosen":true}],"unix":[{"from":"agent/Intable.pm","as":"Intable.pm","sha256":"9c99e485b9e8f923c8a2d9acb344e65c755b623b56cf0c23365bc6d2499d428c","chosen":true}]}},"claims":[{"kind":"table","value":"intable"},{"kind":"section","value":"intable"},{"kind":"translation","value":"990001"},{"kind":"file","value":"{perlDir}/Apache/Ocsinventory/Plugins/Intable/Map.pm"},{"kind":"file","value":"{confDir}/intable.conf"},{"kind":"name","value":"Extension intable"},{"kind":"php","value":"function extension_install_intable"},{"kind":"php","value":"function extension_delete_intable"},{"kind":"php","value":"function extension_upgrade_intable"}]}','[]','2026-11-29T21:57:18.636+00:00','root');
CREATE TABLE IF NOT EXISTS "Extension" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "platform" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT false,
    "problems" JSONB NOT NULL,
    "archiveSha256" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Extension_archiveSha256_fkey" FOREIGN KEY ("archiveSha256") REFERENCES "Archive" ("sha256") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO Extension VALUES('probe','ocs-inventory',1,'[]','ea356eeeb6ff57fb5cf6ba8ac16c60e6180a9d2ced6d834450af86a70a7b12a8','2026-11-29T21:57:06.590+00:00');
INSERT INTO Extension VALUES('heartbeat','panoptes',0,'[]','e9ac12e166aa66824d704e9da9a5c6c7fbcbcbc5bcabf0a57ec307dfaa3aecf9','2026-11-29T21:57:13.196+00:00');
INSERT INTO Extension VALUES('onhost','ocs-inventory',1,'[{"severity":"info","code":"ocs/translation-taken","path":"language","message":"probe gives texts to the numbers 990001 too.","hint":"OCS''s console shows one of the texts in both places."}]','8abf8b6e8d58327059dcfd395bc4c91a2b807a9ec9b2e44a2c6e9b61464d508b','2026-11-29T21:57:18.103+00:00');
INSERT INTO Extension VALUES('intable','ocs-inventory',0,'[{"severity":"info","code":"ocs/translation-taken","path":"language","message":"onhost gives texts to the numbers 990001 too.","hint":"OCS''s console shows one of the texts in both places."},{"severity":"info","code":"ocs/translation-taken","path":"language","message":"probe gives texts to the numbers 990001 too.","hint":"OCS''s console shows one of the texts in both places."}]','beb8fcef453afedde430331080e1d298b0d29af47b588c9b4dd28607c56f94ad','2026-11-29T21:57:18.636+00:00');
CREATE TABLE IF NOT EXISTS "Operation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "extensionId" TEXT NOT NULL,
    "version" TEXT,
    "actor" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "outcome" TEXT,
    "startedAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "process" TEXT NOT NULL,
    "planHash" TEXT,
    "serverId" TEXT,
    CONSTRAINT "Operation_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "Server" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO Operation VALUES('2ab3094b-9c7b-4f40-8819-a5500f81f5a4','import','probe','1.0','root','done','Version 1.0 was imported.','2026-11-29T21:57:00.407+00:00','2026-11-29T21:57:00.499+00:00','{"host":"old-host","machine":"@machine@","pid":2141,"started":"271240"}',NULL,NULL);
INSERT INTO Operation VALUES('df6d2cb9-c18f-43fd-9525-1f8ebfd49e32','activate','probe',NULL,'root','done','Version 1.0 was activated.','2026-11-29T21:57:01.188+00:00','2026-11-29T21:57:01.305+00:00','{"host":"old-host","machine":"@machine@","pid":2153,"started":"271295"}',NULL,NULL);
INSERT INTO Operation VALUES('12a5a3d4-84a4-493c-964b-d503c4898c63','deactivate','probe',NULL,'root','done','It was deactivated.','2026-11-29T21:57:01.795+00:00','2026-11-29T21:57:01.869+00:00','{"host":"old-host","machine":"@machine@","pid":2167,"started":"271374"}',NULL,NULL);
INSERT INTO Operation VALUES('6cedb2e2-f808-4cb1-af7f-880b333c0770','activate','probe',NULL,'root','done','Version 1.0 was activated.','2026-11-29T21:57:02.530+00:00','2026-11-29T21:57:02.646+00:00','{"host":"old-host","machine":"@machine@","pid":2178,"started":"271430"}',NULL,NULL);
INSERT INTO Operation VALUES('8992b32f-c318-4cac-a669-7364ab6904d9','install','probe',NULL,'root','done','Version 1.0 was installed on local.','2026-11-29T21:57:03.639+00:00','2026-11-29T21:57:03.916+00:00','{"host":"old-host","machine":"@machine@","pid":2193,"started":"271509"}','024164f4dda43904db5ec408f1a57f7821eb5d45b8f8e0feec54f392f27e3440','01f0dda9-94ac-4cee-acd2-859bf17e85da');
INSERT INTO Operation VALUES('5cccbcf4-b876-4295-9f82-0bc11dd08982','uninstall','probe',NULL,'root','done','It was taken away from local.','2026-11-29T21:57:04.577+00:00','2026-11-29T21:57:04.794+00:00','{"host":"old-host","machine":"@machine@","pid":2288,"started":"271637"}','c0c923288766d1ef61dc036512c9225b13a77736e8348746f09936348d0b5d9c','01f0dda9-94ac-4cee-acd2-859bf17e85da');
INSERT INTO Operation VALUES('1ce0177c-d284-419a-be45-7ae48e5e8947','install','probe',NULL,'root','done','Version 1.0 was installed on local.','2026-11-29T21:57:05.673+00:00','2026-11-29T21:57:05.957+00:00','{"host":"old-host","machine":"@machine@","pid":2325,"started":"271725"}','024164f4dda43904db5ec408f1a57f7821eb5d45b8f8e0feec54f392f27e3440','01f0dda9-94ac-4cee-acd2-859bf17e85da');
INSERT INTO Operation VALUES('e85d50d7-7f9f-41d2-aafb-bac80e4db649','import','probe','1.1','root','done','Version 1.1 was imported.','2026-11-29T21:57:06.517+00:00','2026-11-29T21:57:06.591+00:00','{"host":"old-host","machine":"@machine@","pid":2355,"started":"271842"}',NULL,NULL);
INSERT INTO Operation VALUES('7ee3a3cf-4374-41b5-b9f3-1f76bf4157d9','activate','probe',NULL,'root','done','Version 1.1 was activated.','2026-11-29T21:57:07.738+00:00','2026-11-29T21:57:08.117+00:00','{"host":"old-host","machine":"@machine@","pid":2367,"started":"271909"}',NULL,NULL);
INSERT INTO Operation VALUES('395d37b2-c14b-4063-866d-165c2b67b860','deploy','probe','1.1','root','done','Version 1.1 was given to 1 machine.','2026-11-29T21:57:09.058+00:00','2026-11-29T21:57:09.232+00:00','{"host":"old-host","machine":"@machine@","pid":2383,"started":"272059"}',NULL,NULL);
INSERT INTO Operation VALUES('40097452-8f3d-4fe4-a457-960d6543401b','import','gone','1.0','root','done','Version 1.0 was imported.','2026-11-29T21:57:09.850+00:00','2026-11-29T21:57:09.937+00:00','{"host":"old-host","machine":"@machine@","pid":2400,"started":"272169"}',NULL,NULL);
INSERT INTO Operation VALUES('0567dae5-e3eb-4338-bee3-960ab4b1a15d','activate','gone',NULL,'root','done','Version 1.0 was activated.','2026-11-29T21:57:10.918+00:00','2026-11-29T21:57:11.129+00:00','{"host":"old-host","machine":"@machine@","pid":2413,"started":"272240"}',NULL,NULL);
INSERT INTO Operation VALUES('df985cad-8fb9-4420-b540-4227e737497f','remove','gone',NULL,'root','done','It was removed.','2026-11-29T21:57:12.335+00:00','2026-11-29T21:57:12.429+00:00','{"host":"old-host","machine":"@machine@","pid":2427,"started":"272358"}',NULL,NULL);
INSERT INTO Operation VALUES('1daf7e77-1109-4963-807b-7adce2d0b604','import','heartbeat','1.2','root','done','Version 1.2 was imported.','2026-11-29T21:57:13.110+00:00','2026-11-29T21:57:13.200+00:00','{"host":"old-host","machine":"@machine@","pid":2439,"started":"272495"}',NULL,NULL);
INSERT INTO Operation VALUES('8336f74c-259b-4fed-a892-9ed4fc624ef7','install','heartbeat',NULL,'root','done','Version 1.2 was installed on local.','2026-11-29T21:57:14.606+00:00','2026-11-29T21:57:15.411+00:00','{"host":"old-host","machine":"@machine@","pid":2450,"started":"272570"}','fe1f20c1473976d37157bcbf1e552bb1d644897d58a3ee1b2d82ab2b5ee391ae','01f0dda9-94ac-4cee-acd2-859bf17e85da');
INSERT INTO Operation VALUES('bb8632ae-185c-45e0-9276-f7a0fbadb682','install','heartbeat',NULL,'root','done','Version 1.2 was installed on ssh://root@127.0.0.1:12222.','2026-11-29T21:57:16.639+00:00','2026-11-29T21:57:17.166+00:00','{"host":"old-host","machine":"@machine@","pid":2552,"started":"272787"}','ed5e8570676bdec2b8a64942f50db7a161468815bf68f65efc16f9f743eebf99','75921700-c4d2-4437-84e7-fd116042d1b0');
INSERT INTO Operation VALUES('078cf2dc-b8e5-449e-8334-9d70314a44ab','import','onhost','1.0','root','done','Version 1.0 was imported.','2026-11-29T21:57:17.998+00:00','2026-11-29T21:57:18.106+00:00','{"host":"old-host","machine":"@machine@","pid":2582,"started":"272964"}',NULL,NULL);
INSERT INTO Operation VALUES('2ad007fe-0bfd-42e1-9762-7fb7511cc712','import','intable','1.0','root','done','Version 1.0 was imported.','2026-11-29T21:57:18.582+00:00','2026-11-29T21:57:18.647+00:00','{"host":"old-host","machine":"@machine@","pid":2597,"started":"273058"}',NULL,NULL);
INSERT INTO Operation VALUES('98f505be-6001-4568-9cde-137fddd80098','activate','onhost',NULL,'root','done','Version 1.0 was activated.','2026-11-29T21:57:19.387+00:00','2026-11-29T21:57:19.542+00:00','{"host":"old-host","machine":"@machine@","pid":2609,"started":"273111"}',NULL,NULL);
INSERT INTO Operation VALUES('66ab0d63-d3da-4a2e-88ac-6b731f0c75bb','install','onhost',NULL,'root','running',NULL,'2026-11-29T21:57:20.327+00:00',NULL,'{"host":"old-host","machine":"@machine@","pid":2623,"started":"273197"}','878c144dfa6981d0392fd86aa2c965a976ba4a30909930adbe7329c1e0e1b04c','01f0dda9-94ac-4cee-acd2-859bf17e85da');
INSERT INTO Operation VALUES('88ccd355-2cc0-43fa-99e7-60f4681e01fc','activate','intable',NULL,'root','running',NULL,'2026-11-29T21:57:22.258+00:00',NULL,'{"host":"old-host","machine":"@machine@","pid":2671,"started":"273398"}',NULL,NULL);
CREATE TABLE IF NOT EXISTS "LogLine" (
    "operationId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "text" TEXT NOT NULL,

    PRIMARY KEY ("operationId", "number"),
    CONSTRAINT "LogLine_operationId_fkey" FOREIGN KEY ("operationId") REFERENCES "Operation" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO LogLine VALUES('2ab3094b-9c7b-4f40-8819-a5500f81f5a4',1,'2026-11-29T21:57:00.487+00:00','The folder probe holds version 1.0.');
INSERT INTO LogLine VALUES('df6d2cb9-c18f-43fd-9525-1f8ebfd49e32',1,'2026-11-29T21:57:01.276+00:00','CREATE TABLE IF NOT EXISTS probe ( ID INTEGER NOT NULL AUTO_INCREMENT, HARDWARE…');
INSERT INTO LogLine VALUES('df6d2cb9-c18f-43fd-9525-1f8ebfd49e32',2,'2026-11-29T21:57:01.284+00:00','INSERT INTO extensions (id, name, description, version, licence, author, contri…');
INSERT INTO LogLine VALUES('12a5a3d4-84a4-493c-964b-d503c4898c63',1,'2026-11-29T21:57:01.854+00:00','DELETE FROM extensions WHERE BINARY id = ?');
INSERT INTO LogLine VALUES('6cedb2e2-f808-4cb1-af7f-880b333c0770',1,'2026-11-29T21:57:02.623+00:00','INSERT INTO extensions (id, name, description, version, licence, author, contri…');
INSERT INTO LogLine VALUES('8992b32f-c318-4cac-a669-7364ab6904d9',1,'2026-11-29T21:57:03.820+00:00','make folder @root@/server/perl/Apache');
INSERT INTO LogLine VALUES('8992b32f-c318-4cac-a669-7364ab6904d9',2,'2026-11-29T21:57:03.821+00:00','make folder @root@/server/perl/Apache/Ocsinventory');
INSERT INTO LogLine VALUES('8992b32f-c318-4cac-a669-7364ab6904d9',3,'2026-11-29T21:57:03.821+00:00','make folder @root@/server/perl/Apache/Ocsinventory/Plugins');
INSERT INTO LogLine VALUES('8992b32f-c318-4cac-a669-7364ab6904d9',4,'2026-11-29T21:57:03.821+00:00','make folder @root@/server/perl/Apache/Ocsinventory/Plugins/Probe');
INSERT INTO LogLine VALUES('8992b32f-c318-4cac-a669-7364ab6904d9',5,'2026-11-29T21:57:03.846+00:00','put @root@/server/perl/Apache/Ocsinventory/Plugins/Probe/Map.pm');
INSERT INTO LogLine VALUES('8992b32f-c318-4cac-a669-7364ab6904d9',6,'2026-11-29T21:57:03.850+00:00','check @root@/server/perl/Apache/Ocsinventory/Plugins/Probe/Map.pm');
INSERT INTO LogLine VALUES('8992b32f-c318-4cac-a669-7364ab6904d9',7,'2026-11-29T21:57:03.865+00:00','put @root@/server/plugins/probe.conf');
INSERT INTO LogLine VALUES('8992b32f-c318-4cac-a669-7364ab6904d9',8,'2026-11-29T21:57:03.869+00:00','check @root@/server/plugins');
INSERT INTO LogLine VALUES('5cccbcf4-b876-4295-9f82-0bc11dd08982',1,'2026-11-29T21:57:04.763+00:00','take away @root@/server/plugins/probe.conf');
INSERT INTO LogLine VALUES('5cccbcf4-b876-4295-9f82-0bc11dd08982',2,'2026-11-29T21:57:04.767+00:00','take away @root@/server/perl/Apache/Ocsinventory/Plugins/Probe/Map.pm');
INSERT INTO LogLine VALUES('5cccbcf4-b876-4295-9f82-0bc11dd08982',3,'2026-11-29T21:57:04.768+00:00','check @root@/server/plugins');
INSERT INTO LogLine VALUES('5cccbcf4-b876-4295-9f82-0bc11dd08982',4,'2026-11-29T21:57:04.787+00:00','take away folder, if empty, @root@/server/perl/Apache/Ocsinventory/Plugins/Probe');
INSERT INTO LogLine VALUES('5cccbcf4-b876-4295-9f82-0bc11dd08982',5,'2026-11-29T21:57:04.788+00:00','take away folder, if empty, @root@/server/perl/Apache/Ocsinventory/Plugins');
INSERT INTO LogLine VALUES('5cccbcf4-b876-4295-9f82-0bc11dd08982',6,'2026-11-29T21:57:04.790+00:00','take away folder, if empty, @root@/server/perl/Apache/Ocsinventory');
INSERT INTO LogLine VALUES('5cccbcf4-b876-4295-9f82-0bc11dd08982',7,'2026-11-29T21:57:04.791+00:00','take away folder, if empty, @root@/server/perl/Apache');
INSERT INTO LogLine VALUES('1ce0177c-d284-419a-be45-7ae48e5e8947',1,'2026-11-29T21:57:05.864+00:00','make folder @root@/server/perl/Apache');
INSERT INTO LogLine VALUES('1ce0177c-d284-419a-be45-7ae48e5e8947',2,'2026-11-29T21:57:05.864+00:00','make folder @root@/server/perl/Apache/Ocsinventory');
INSERT INTO LogLine VALUES('1ce0177c-d284-419a-be45-7ae48e5e8947',3,'2026-11-29T21:57:05.864+00:00','make folder @root@/server/perl/Apache/Ocsinventory/Plugins');
INSERT INTO LogLine VALUES('1ce0177c-d284-419a-be45-7ae48e5e8947',4,'2026-11-29T21:57:05.864+00:00','make folder @root@/server/perl/Apache/Ocsinventory/Plugins/Probe');
INSERT INTO LogLine VALUES('1ce0177c-d284-419a-be45-7ae48e5e8947',5,'2026-11-29T21:57:05.873+00:00','put @root@/server/perl/Apache/Ocsinventory/Plugins/Probe/Map.pm');
INSERT INTO LogLine VALUES('1ce0177c-d284-419a-be45-7ae48e5e8947',6,'2026-11-29T21:57:05.875+00:00','check @root@/server/perl/Apache/Ocsinventory/Plugins/Probe/Map.pm');
INSERT INTO LogLine VALUES('1ce0177c-d284-419a-be45-7ae48e5e8947',7,'2026-11-29T21:57:05.902+00:00','put @root@/server/plugins/probe.conf');
INSERT INTO LogLine VALUES('1ce0177c-d284-419a-be45-7ae48e5e8947',8,'2026-11-29T21:57:05.905+00:00','check @root@/server/plugins');
INSERT INTO LogLine VALUES('e85d50d7-7f9f-41d2-aafb-bac80e4db649',1,'2026-11-29T21:57:06.585+00:00','The folder probe holds version 1.1.');
INSERT INTO LogLine VALUES('e85d50d7-7f9f-41d2-aafb-bac80e4db649',2,'2026-11-29T21:57:06.590+00:00','What OCS''s database has for probe follows once it is activated again.');
INSERT INTO LogLine VALUES('7ee3a3cf-4374-41b5-b9f3-1f76bf4157d9',1,'2026-11-29T21:57:07.914+00:00','ALTER TABLE `probe` MODIFY COLUMN `FSTYPE` varchar(128) CHARACTER SET utf8mb3 C…');
INSERT INTO LogLine VALUES('7ee3a3cf-4374-41b5-b9f3-1f76bf4157d9',2,'2026-11-29T21:57:08.031+00:00','UPDATE extensions SET name = ?, description = ?, version = ?, licence = ?, auth…');
INSERT INTO LogLine VALUES('395d37b2-c14b-4063-866d-165c2b67b860',1,'2026-11-29T21:57:09.132+00:00','make folder @root@/pack/download/897274352');
INSERT INTO LogLine VALUES('395d37b2-c14b-4063-866d-165c2b67b860',2,'2026-11-29T21:57:09.150+00:00','put @root@/pack/download/897274352/897274352-1');
INSERT INTO LogLine VALUES('395d37b2-c14b-4063-866d-165c2b67b860',3,'2026-11-29T21:57:09.152+00:00','put @root@/pack/download/897274352/info');
INSERT INTO LogLine VALUES('395d37b2-c14b-4063-866d-165c2b67b860',4,'2026-11-29T21:57:09.170+00:00','check address https://127.0.0.1:45259/download/897274352/info');
INSERT INTO LogLine VALUES('395d37b2-c14b-4063-866d-165c2b67b860',5,'2026-11-29T21:57:09.217+00:00','this machine does not know who issued the certificate of 127.0.0.1:45259; agents need the certificate of "A test of Graft" as their cacert.pem');
INSERT INTO LogLine VALUES('395d37b2-c14b-4063-866d-165c2b67b860',6,'2026-11-29T21:57:09.220+00:00','offer package 897274352');
INSERT INTO LogLine VALUES('395d37b2-c14b-4063-866d-165c2b67b860',7,'2026-11-29T21:57:09.220+00:00','assign package 897274352');
INSERT INTO LogLine VALUES('40097452-8f3d-4fe4-a457-960d6543401b',1,'2026-11-29T21:57:09.934+00:00','The folder gone holds version 1.0.');
INSERT INTO LogLine VALUES('0567dae5-e3eb-4338-bee3-960ab4b1a15d',1,'2026-11-29T21:57:11.062+00:00','CREATE TABLE IF NOT EXISTS gone ( ID INTEGER NOT NULL AUTO_INCREMENT, HARDWARE_…');
INSERT INTO LogLine VALUES('0567dae5-e3eb-4338-bee3-960ab4b1a15d',2,'2026-11-29T21:57:11.087+00:00','INSERT INTO extensions (id, name, description, version, licence, author, contri…');
INSERT INTO LogLine VALUES('df985cad-8fb9-4420-b540-4227e737497f',1,'2026-11-29T21:57:12.400+00:00','DELETE FROM extensions WHERE BINARY id = ?');
INSERT INTO LogLine VALUES('1daf7e77-1109-4963-807b-7adce2d0b604',1,'2026-11-29T21:57:13.196+00:00','The folder heartbeat holds version 1.2.');
INSERT INTO LogLine VALUES('8336f74c-259b-4fed-a892-9ed4fc624ef7',1,'2026-11-29T21:57:15.058+00:00','make folder @root@/panoptes/plugins/heartbeat');
INSERT INTO LogLine VALUES('8336f74c-259b-4fed-a892-9ed4fc624ef7',2,'2026-11-29T21:57:15.068+00:00','put @root@/panoptes/plugins/heartbeat/heartbeat.py');
INSERT INTO LogLine VALUES('8336f74c-259b-4fed-a892-9ed4fc624ef7',3,'2026-11-29T21:57:15.069+00:00','put @root@/panoptes/plugins/heartbeat/heartbeat.panoptes-plugin');
INSERT INTO LogLine VALUES('8336f74c-259b-4fed-a892-9ed4fc624ef7',4,'2026-11-29T21:57:15.070+00:00','check @root@/panoptes/plugins');
INSERT INTO LogLine VALUES('bb8632ae-185c-45e0-9276-f7a0fbadb682',1,'2026-11-29T21:57:16.811+00:00','make folder @root@/far/plugins/heartbeat');
INSERT INTO LogLine VALUES('bb8632ae-185c-45e0-9276-f7a0fbadb682',2,'2026-11-29T21:57:16.826+00:00','put @root@/far/plugins/heartbeat/heartbeat.py');
INSERT INTO LogLine VALUES('bb8632ae-185c-45e0-9276-f7a0fbadb682',3,'2026-11-29T21:57:16.828+00:00','put @root@/far/plugins/heartbeat/heartbeat.panoptes-plugin');
INSERT INTO LogLine VALUES('bb8632ae-185c-45e0-9276-f7a0fbadb682',4,'2026-11-29T21:57:16.834+00:00','check @root@/far/plugins');
INSERT INTO LogLine VALUES('078cf2dc-b8e5-449e-8334-9d70314a44ab',1,'2026-11-29T21:57:18.103+00:00','The folder onhost holds version 1.0.');
INSERT INTO LogLine VALUES('2ad007fe-0bfd-42e1-9762-7fb7511cc712',1,'2026-11-29T21:57:18.636+00:00','The folder intable holds version 1.0.');
INSERT INTO LogLine VALUES('98f505be-6001-4568-9cde-137fddd80098',1,'2026-11-29T21:57:19.498+00:00','CREATE TABLE IF NOT EXISTS onhost ( ID INTEGER NOT NULL AUTO_INCREMENT, HARDWAR…');
INSERT INTO LogLine VALUES('98f505be-6001-4568-9cde-137fddd80098',2,'2026-11-29T21:57:19.508+00:00','INSERT INTO extensions (id, name, description, version, licence, author, contri…');
INSERT INTO LogLine VALUES('66ab0d63-d3da-4a2e-88ac-6b731f0c75bb',1,'2026-11-29T21:57:20.495+00:00','make folder @root@/server/perl/Apache/Ocsinventory/Plugins/Onhost');
INSERT INTO LogLine VALUES('66ab0d63-d3da-4a2e-88ac-6b731f0c75bb',2,'2026-11-29T21:57:20.501+00:00','put @root@/server/perl/Apache/Ocsinventory/Plugins/Onhost/Map.pm');
INSERT INTO LogLine VALUES('66ab0d63-d3da-4a2e-88ac-6b731f0c75bb',3,'2026-11-29T21:57:20.503+00:00','check @root@/server/perl/Apache/Ocsinventory/Plugins/Onhost/Map.pm');
INSERT INTO LogLine VALUES('88ccd355-2cc0-43fa-99e7-60f4681e01fc',1,'2026-11-29T21:57:22.365+00:00','CREATE TABLE IF NOT EXISTS intable ( ID INTEGER NOT NULL AUTO_INCREMENT, HARDWA…');
INSERT INTO LogLine VALUES('88ccd355-2cc0-43fa-99e7-60f4681e01fc',2,'2026-11-29T21:57:22.372+00:00','INSERT INTO extensions (id, name, description, version, licence, author, contri…');
CREATE TABLE IF NOT EXISTS "Server" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "label" TEXT NOT NULL,
    "address" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "seenAt" DATETIME
);
INSERT INTO Server VALUES('01f0dda9-94ac-4cee-acd2-859bf17e85da','local','{"address":"local"}','2026-11-29T21:57:03.627+00:00','2026-11-29T21:57:15.410+00:00');
INSERT INTO Server VALUES('75921700-c4d2-4437-84e7-fd116042d1b0','ssh://root@127.0.0.1:12222','{"address":"ssh://root@127.0.0.1:12222","identityFile":"@root@/user/client_key"}','2026-11-29T21:57:16.635+00:00','2026-11-29T21:57:17.165+00:00');
CREATE TABLE IF NOT EXISTS "Receipt" (
    "serverId" TEXT NOT NULL,
    "placeKey" TEXT NOT NULL,
    "extensionId" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "serverDir" TEXT,
    "receipt" JSONB,
    "state" TEXT NOT NULL,
    "seenAt" DATETIME NOT NULL,
    "operationId" TEXT,

    PRIMARY KEY ("serverId", "placeKey", "extensionId"),
    CONSTRAINT "Receipt_operationId_fkey" FOREIGN KEY ("operationId") REFERENCES "Operation" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Receipt_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "Server" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO Receipt VALUES('01f0dda9-94ac-4cee-acd2-859bf17e85da','@ocs-place@','probe','ocs-inventory','1.0','@root@/server','{"format":1,"platform":"ocs-inventory","extension":{"id":"probe","version":"1.0"},"planHash":"024164f4dda43904db5ec408f1a57f7821eb5d45b8f8e0feec54f392f27e3440","actor":"root","at":"2026-11-29T21:57:05.862Z","files":[{"path":"@root@/server/perl/Apache/Ocsinventory/Plugins/Probe/Map.pm","sha256":"a63000d94dcbb5a72719fcec2bcab98d555abb02c30f1e272b912cd81d3c66e3","staging":"@root@/server/perl/.graft"},{"path":"@root@/server/plugins/probe.conf","sha256":"087062654b41acd3840f7b4d7241cda29e9fc8b8fdfa86fb5e4a73a4ee9cb4aa","staging":"@root@/server/.graft"}],"folders":["@root@/server/perl/Apache","@root@/server/perl/Apache/Ocsinventory","@root@/server/perl/Apache/Ocsinventory/Plugins","@root@/server/perl/Apache/Ocsinventory/Plugins/Probe"]}','in-sync','2026-11-29T21:57:05.956+00:00','1ce0177c-d284-419a-be45-7ae48e5e8947');
INSERT INTO Receipt VALUES('01f0dda9-94ac-4cee-acd2-859bf17e85da','@panoptes-place@','heartbeat','panoptes','1.2','@root@/panoptes/plugins','{"format":1,"platform":"panoptes","extension":{"id":"heartbeat","version":"1.2"},"planHash":"fe1f20c1473976d37157bcbf1e552bb1d644897d58a3ee1b2d82ab2b5ee391ae","actor":"root","at":"2026-11-29T21:57:15.056Z","files":[{"path":"@root@/panoptes/plugins/heartbeat/heartbeat.py","sha256":"ff2e34afcc9ba9a0728bc00a0bd243113b62e79b039f85f34e071c2ee7438f15","staging":"@root@/panoptes/.graft"},{"path":"@root@/panoptes/plugins/heartbeat/heartbeat.panoptes-plugin","sha256":"ee16a3ef5136ff92c0d638a2bb9a307618f3796802f110c81718b2818fc7440c","staging":"@root@/panoptes/.graft"}],"folders":["@root@/panoptes/plugins/heartbeat"]}','in-sync','2026-11-29T21:57:15.410+00:00','8336f74c-259b-4fed-a892-9ed4fc624ef7');
INSERT INTO Receipt VALUES('75921700-c4d2-4437-84e7-fd116042d1b0','panoptes-far-away','heartbeat','panoptes','1.2','@root@/far/plugins','{"format":1,"platform":"panoptes","extension":{"id":"heartbeat","version":"1.2"},"planHash":"ed5e8570676bdec2b8a64942f50db7a161468815bf68f65efc16f9f743eebf99","actor":"root","at":"2026-11-29T21:57:16.808Z","files":[{"path":"@root@/far/plugins/heartbeat/heartbeat.py","sha256":"ff2e34afcc9ba9a0728bc00a0bd243113b62e79b039f85f34e071c2ee7438f15","staging":"@root@/far/.graft"},{"path":"@root@/far/plugins/heartbeat/heartbeat.panoptes-plugin","sha256":"ee16a3ef5136ff92c0d638a2bb9a307618f3796802f110c81718b2818fc7440c","staging":"@root@/far/.graft"}],"folders":["@root@/far/plugins/heartbeat"]}','in-sync','2026-11-29T21:57:17.165+00:00','bb8632ae-185c-45e0-9276-f7a0fbadb682');
CREATE TABLE IF NOT EXISTS "AuditEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "detail" TEXT NOT NULL
);
INSERT INTO AuditEvent VALUES('736fb01f-77ad-48b7-96fa-b4ce01b5dabb','2026-11-29T21:56:59.828+00:00','root','link OCS''s database','mysql://ocs@127.0.0.1:13306/ocsweb','');
CREATE TABLE IF NOT EXISTS "SetupToken" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "usedAt" DATETIME
);
CREATE TABLE IF NOT EXISTS "user" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "role" TEXT,
    "banned" BOOLEAN DEFAULT false,
    "banReason" TEXT,
    "banExpires" DATETIME
);
CREATE TABLE IF NOT EXISTS "session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "expiresAt" DATETIME NOT NULL,
    "token" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "userId" TEXT NOT NULL,
    "impersonatedBy" TEXT,
    CONSTRAINT "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE TABLE IF NOT EXISTS "account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" DATETIME,
    "refreshTokenExpiresAt" DATETIME,
    "scope" TEXT,
    "password" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE TABLE IF NOT EXISTS "verification" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE IF NOT EXISTS "OcsDatabaseLink" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "label" TEXT NOT NULL,
    "sealedUrl" TEXT NOT NULL,
    "linkedAt" DATETIME NOT NULL,
    "linkedBy" TEXT NOT NULL
);
INSERT INTO OcsDatabaseLink VALUES('ocs-inventory','mysql://ocs@127.0.0.1:13306/ocsweb','1.0cXViM3v90B_UG4QXO7hsnv1jEQLP0QDoFzHvJaazkzzkUFH65U_6a-5bw5uW5dgpvNoLXXiTZ0AW74EtYIgZICH','2026-11-29T21:56:59.828+00:00','root');
CREATE TABLE IF NOT EXISTS "PendingReload" (
    "serverId" TEXT NOT NULL,
    "placeKey" TEXT NOT NULL,
    "extensionId" TEXT NOT NULL,
    "serverDir" TEXT,
    "since" DATETIME NOT NULL,

    PRIMARY KEY ("serverId", "placeKey", "extensionId"),
    CONSTRAINT "PendingReload_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "Server" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO PendingReload VALUES('01f0dda9-94ac-4cee-acd2-859bf17e85da','@ocs-place@','probe','@root@/server','2026-11-29T21:57:04.793+00:00');
CREATE TABLE IF NOT EXISTS "Lease" (
    "extensionId" TEXT NOT NULL PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "process" TEXT NOT NULL,
    "since" DATETIME NOT NULL,
    "beatAt" DATETIME NOT NULL
);
INSERT INTO Lease VALUES('onhost','242cfd79-66e7-4696-8d94-e3c1509f649b','install','root','{"host":"old-host","machine":"@machine@","pid":2623,"started":"273197"}','2026-11-29T21:57:20.249+00:00','2026-11-29T21:57:20.249+00:00');
INSERT INTO Lease VALUES('intable','32fcddfb-6def-4d66-9eb6-3df78fcdc8fb','activate','root','{"host":"old-host","machine":"@machine@","pid":2671,"started":"273398"}','2026-11-29T21:57:22.243+00:00','2026-11-29T21:57:22.243+00:00');
CREATE TABLE IF NOT EXISTS "HeldTable" (
    "database" TEXT NOT NULL,
    "extensionId" TEXT NOT NULL,
    "table" TEXT NOT NULL,
    "since" DATETIME NOT NULL,

    PRIMARY KEY ("database", "extensionId", "table")
);
INSERT INTO HeldTable VALUES('@database@','probe','probe','2026-11-29T21:57:01.296+00:00');
INSERT INTO HeldTable VALUES('@database@','gone','gone','2026-11-29T21:57:11.110+00:00');
INSERT INTO HeldTable VALUES('@database@','onhost','onhost','2026-11-29T21:57:19.534+00:00');
CREATE TABLE IF NOT EXISTS "PasswordLink" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    CONSTRAINT "PasswordLink_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "Archive_extensionId_idx" ON "Archive"("extensionId");
CREATE UNIQUE INDEX "Extension_archiveSha256_key" ON "Extension"("archiveSha256");
CREATE INDEX "Operation_extensionId_startedAt_idx" ON "Operation"("extensionId", "startedAt");
CREATE INDEX "Operation_state_idx" ON "Operation"("state");
CREATE UNIQUE INDEX "Server_label_key" ON "Server"("label");
CREATE UNIQUE INDEX "Receipt_operationId_key" ON "Receipt"("operationId");
CREATE INDEX "Receipt_extensionId_idx" ON "Receipt"("extensionId");
CREATE INDEX "AuditEvent_at_idx" ON "AuditEvent"("at");
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");
CREATE INDEX "session_userId_idx" ON "session"("userId");
CREATE INDEX "account_userId_idx" ON "account"("userId");
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");
CREATE INDEX "PendingReload_extensionId_idx" ON "PendingReload"("extensionId");
CREATE INDEX "PasswordLink_userId_idx" ON "PasswordLink"("userId");
COMMIT;
