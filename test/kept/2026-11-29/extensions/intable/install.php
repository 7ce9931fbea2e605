<?php
function extension_install_intable() {
    $commonObject = new ExtensionCommon;
    $commonObject->sqlQuery("CREATE TABLE IF NOT EXISTS intable (
        ID INTEGER NOT NULL AUTO_INCREMENT,
        HARDWARE_ID INTEGER NOT NULL,
        MOUNT VARCHAR(255) DEFAULT NULL,
        FSTYPE VARCHAR(64) DEFAULT NULL,
        PRIMARY KEY (ID, HARDWARE_ID)
    ) ENGINE=INNODB;");
}
function extension_delete_intable() {
    $commonObject = new ExtensionCommon;
    $commonObject->sqlQuery("DROP TABLE IF EXISTS intable");
}
function extension_upgrade_intable() {
}
