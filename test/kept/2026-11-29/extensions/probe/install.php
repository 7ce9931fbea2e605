<?php
function extension_install_probe() {
    $commonObject = new ExtensionCommon;
    $commonObject->sqlQuery("CREATE TABLE IF NOT EXISTS probe (
        ID INTEGER NOT NULL AUTO_INCREMENT,
        HARDWARE_ID INTEGER NOT NULL,
        MOUNT VARCHAR(255) DEFAULT NULL,
        FSTYPE VARCHAR(128) DEFAULT NULL,
        LABEL VARCHAR(32) DEFAULT NULL,
        PRIMARY KEY (ID, HARDWARE_ID)
    ) ENGINE=INNODB;");
}
function extension_delete_probe() {
    $commonObject = new ExtensionCommon;
    $commonObject->sqlQuery("DROP TABLE IF EXISTS probe");
}
function extension_upgrade_probe() {
}
