<?php
function extension_install_onhost() {
    $commonObject = new ExtensionCommon;
    $commonObject->sqlQuery("CREATE TABLE IF NOT EXISTS onhost (
        ID INTEGER NOT NULL AUTO_INCREMENT,
        HARDWARE_ID INTEGER NOT NULL,
        MOUNT VARCHAR(255) DEFAULT NULL,
        FSTYPE VARCHAR(64) DEFAULT NULL,
        PRIMARY KEY (ID, HARDWARE_ID)
    ) ENGINE=INNODB;");
}
function extension_delete_onhost() {
    $commonObject = new ExtensionCommon;
    $commonObject->sqlQuery("DROP TABLE IF EXISTS onhost");
}
function extension_upgrade_onhost() {
}
