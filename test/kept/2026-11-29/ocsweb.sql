CREATE TABLE `gone` (
  `ID` int(11) NOT NULL AUTO_INCREMENT,
  `HARDWARE_ID` int(11) NOT NULL,
  `MOUNT` varchar(255) DEFAULT NULL,
  `FSTYPE` varchar(64) DEFAULT NULL,
  PRIMARY KEY (`ID`,`HARDWARE_ID`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin;
CREATE TABLE `graft_journal` (
  `position` int(11) NOT NULL,
  `content` longtext NOT NULL,
  PRIMARY KEY (`position`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO `graft_journal` (`position`, `content`) VALUES (0,'{\"format\":1,\"actor\":\"root\",\"at\":\"2026-11-29T21:57:22.352Z\",\"extension\":\"intable\",\"steps\":[{\"kind\":\"run-statement\",\"target\":\"intable\",\"effect\":\"table\",\"statement\":\"CREATE TABLE IF NOT EXISTS intable (\\n        ID INTEGER NOT NULL AUTO_INCREMENT,\\n        HARDWARE_ID INTEGER NOT NULL,\\n        MOUNT VARCHAR(255) DEFAULT NULL,\\n        FSTYPE VARCHAR(64) DEFAULT NULL,\\n        PRIMARY KEY (ID, HARDWARE_ID)\\n    ) ENGINE=INNODB\",\"parameters\":[],\"why\":\"intable is not there yet\",\"undo\":{\"statement\":\"DROP TABLE `intable`\",\"parameters\":[]},\"isFinal\":false},{\"kind\":\"run-statement\",\"target\":\"extensions\",\"effect\":\"rows\",\"isFinal\":false,\"statement\":\"INSERT INTO extensions (id, name, description, version, licence, author, contributor) VALUES (?, ?, ?, ?, ?, ?, ?)\",\"parameters\":[\"intable\",\"Extension intable\",\"What intable collects\",1,\"GPLv2\",\"A. Author\",\"A. Author\"],\"why\":\"from then on it is active, for OCS\'s console too\",\"undo\":{\"statement\":\"DELETE FROM extensions WHERE BINARY id = ?\",\"parameters\":[\"intable\"]}}]}');
INSERT INTO `graft_journal` (`position`, `content`) VALUES (1,'{\"before\":null,\"entered\":{}}');
INSERT INTO `graft_journal` (`position`, `content`) VALUES (2,'{\"before\":\"CREATE TABLE `extensions` (\\n  `id` varchar(255) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin NOT NULL,\\n  `name` varchar(255) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin NOT NULL,\\n  `description` varchar(255) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin DEFAULT NULL,\\n  `version` double NOT NULL,\\n  `licence` varchar(255) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin DEFAULT NULL,\\n  `author` varchar(255) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin DEFAULT NULL,\\n  `contributor` varchar(255) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin DEFAULT NULL,\\n  `install_date` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),\\n  PRIMARY KEY (`id`)\\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci\",\"entered\":{\"intable\":0}}');
CREATE TABLE `intable` (
  `ID` int(11) NOT NULL AUTO_INCREMENT,
  `HARDWARE_ID` int(11) NOT NULL,
  `MOUNT` varchar(255) DEFAULT NULL,
  `FSTYPE` varchar(64) DEFAULT NULL,
  PRIMARY KEY (`ID`,`HARDWARE_ID`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin;
CREATE TABLE `onhost` (
  `ID` int(11) NOT NULL AUTO_INCREMENT,
  `HARDWARE_ID` int(11) NOT NULL,
  `MOUNT` varchar(255) DEFAULT NULL,
  `FSTYPE` varchar(64) DEFAULT NULL,
  PRIMARY KEY (`ID`,`HARDWARE_ID`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin;
CREATE TABLE `probe` (
  `ID` int(11) NOT NULL AUTO_INCREMENT,
  `HARDWARE_ID` int(11) NOT NULL,
  `MOUNT` varchar(255) DEFAULT NULL,
  `FSTYPE` varchar(128) DEFAULT NULL,
  `LABEL` varchar(32) DEFAULT NULL,
  PRIMARY KEY (`ID`,`HARDWARE_ID`)
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin;
INSERT INTO `probe` (`ID`, `HARDWARE_ID`, `MOUNT`, `FSTYPE`, `LABEL`) VALUES (1,1,'/','ext4',NULL);
INSERT INTO `probe` (`ID`, `HARDWARE_ID`, `MOUNT`, `FSTYPE`, `LABEL`) VALUES (2,2,'/','ufs',NULL);
INSERT INTO `extensions` (`id`, `name`, `description`, `version`, `licence`, `author`, `contributor`, `install_date`) VALUES ('onhost','Extension onhost','What onhost collects',1,'GPLv2','A. Author','A. Author','2026-11-29 21:57:19');
INSERT INTO `extensions` (`id`, `name`, `description`, `version`, `licence`, `author`, `contributor`, `install_date`) VALUES ('probe','Extension probe','What probe collects',1.1,'GPLv2','A. Author','A. Author','2026-11-29 21:57:08');
INSERT INTO `hardware` (`ID`, `DEVICEID`, `NAME`, `WORKGROUP`, `USERDOMAIN`, `OSNAME`, `OSVERSION`, `OSCOMMENTS`, `PROCESSORT`, `PROCESSORS`, `PROCESSORN`, `MEMORY`, `SWAP`, `IPADDR`, `DNS`, `DEFAULTGATEWAY`, `ETIME`, `LASTDATE`, `LASTCOME`, `QUALITY`, `FIDELITY`, `USERID`, `TYPE`, `DESCRIPTION`, `WINCOMPANY`, `WINOWNER`, `WINPRODID`, `WINPRODKEY`, `USERAGENT`, `CHECKSUM`, `SSTATE`, `IPSRC`, `UUID`, `ARCH`, `CATEGORY_ID`, `ARCHIVE`) VALUES (1,'pc1-2026','pc1',NULL,NULL,'Debian GNU/Linux 12',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,262143,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO `hardware` (`ID`, `DEVICEID`, `NAME`, `WORKGROUP`, `USERDOMAIN`, `OSNAME`, `OSVERSION`, `OSCOMMENTS`, `PROCESSORT`, `PROCESSORS`, `PROCESSORN`, `MEMORY`, `SWAP`, `IPADDR`, `DNS`, `DEFAULTGATEWAY`, `ETIME`, `LASTDATE`, `LASTCOME`, `QUALITY`, `FIDELITY`, `USERID`, `TYPE`, `DESCRIPTION`, `WINCOMPANY`, `WINOWNER`, `WINPRODID`, `WINPRODKEY`, `USERAGENT`, `CHECKSUM`, `SSTATE`, `IPSRC`, `UUID`, `ARCH`, `CATEGORY_ID`, `ARCHIVE`) VALUES (2,'pc2-2026','pc2',NULL,NULL,'FreeBSD',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,262143,0,NULL,NULL,NULL,NULL,NULL);
REPLACE INTO `config` (`NAME`, `IVALUE`, `TVALUE`, `COMMENTS`) VALUES ('DOWNLOAD',1,'','Activate softwares auto deployment feature');
REPLACE INTO `config` (`NAME`, `IVALUE`, `TVALUE`, `COMMENTS`) VALUES ('DOWNLOAD_CYCLE_LATENCY',60,'','Time between two cycles (seconds)');
REPLACE INTO `config` (`NAME`, `IVALUE`, `TVALUE`, `COMMENTS`) VALUES ('DOWNLOAD_FRAG_LATENCY',10,'','Time between two downloads (seconds)');
REPLACE INTO `config` (`NAME`, `IVALUE`, `TVALUE`, `COMMENTS`) VALUES ('DOWNLOAD_GROUPS_TRACE_EVENTS',1,'','Specify if you want to track packages affected to a group on computer\'s level');
REPLACE INTO `config` (`NAME`, `IVALUE`, `TVALUE`, `COMMENTS`) VALUES ('DOWNLOAD_PACK_DIR',0,'@root@/pack','Directory for download files');
REPLACE INTO `config` (`NAME`, `IVALUE`, `TVALUE`, `COMMENTS`) VALUES ('DOWNLOAD_PERIOD_LATENCY',1,'','Time between two periods (seconds)');
REPLACE INTO `config` (`NAME`, `IVALUE`, `TVALUE`, `COMMENTS`) VALUES ('DOWNLOAD_PERIOD_LENGTH',10,'','Number of cycles in a period');
REPLACE INTO `config` (`NAME`, `IVALUE`, `TVALUE`, `COMMENTS`) VALUES ('DOWNLOAD_SERVER_DOCROOT',0,'d:\\tele_ocs','Server directory used for group of server');
REPLACE INTO `config` (`NAME`, `IVALUE`, `TVALUE`, `COMMENTS`) VALUES ('DOWNLOAD_SERVER_URI',0,'$IP$/local','Server url used for group of server');
REPLACE INTO `config` (`NAME`, `IVALUE`, `TVALUE`, `COMMENTS`) VALUES ('DOWNLOAD_TIMEOUT',30,'','Validity of a package (in days)');
REPLACE INTO `config` (`NAME`, `IVALUE`, `TVALUE`, `COMMENTS`) VALUES ('DOWNLOAD_URI_FRAG',0,'127.0.0.1:46479/download',NULL);
REPLACE INTO `config` (`NAME`, `IVALUE`, `TVALUE`, `COMMENTS`) VALUES ('DOWNLOAD_URI_INFO',0,'127.0.0.1:45259/download',NULL);
INSERT INTO `download_available` (`FILEID`, `NAME`, `PRIORITY`, `FRAGMENTS`, `SIZE`, `OSNAME`, `COMMENT`, `ID_WK`, `DELETED`) VALUES ('897274352','Extension probe 1.1 (Unix)',5,1,23063,'LINUX','The agent part of probe 1.1. Put here by Graft; take it away with: install-plugin withdraw probe --purge [graft probe 1.1 unix]',NULL,0);
INSERT INTO `download_enable` (`ID`, `FILEID`, `INFO_LOC`, `PACK_LOC`, `CERT_PATH`, `CERT_FILE`, `SERVER_ID`, `GROUP_ID`) VALUES (1,'897274352','127.0.0.1:45259/download','127.0.0.1:46479/download','INSTALL_PATH','INSTALL_PATH/cacert.pem',NULL,NULL);
INSERT INTO `devices` (`ID`, `HARDWARE_ID`, `NAME`, `IVALUE`, `TVALUE`, `COMMENTS`) VALUES (1,1,'DOWNLOAD_FORCE',1,'1',NULL);
INSERT INTO `devices` (`ID`, `HARDWARE_ID`, `NAME`, `IVALUE`, `TVALUE`, `COMMENTS`) VALUES (2,1,'DOWNLOAD',1,NULL,NULL);
