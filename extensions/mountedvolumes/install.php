<?php

/*
 * Mounted volumes: its one table. SPDX-License-Identifier: MIT
 */

function extension_install_mountedvolumes()
{
    $common = new ExtensionCommon;
    $common->sqlQuery("CREATE TABLE IF NOT EXISTS mountedvolumes (
        ID INT NOT NULL AUTO_INCREMENT,
        HARDWARE_ID INT NOT NULL,
        MOUNTPOINT VARCHAR(255) DEFAULT NULL,
        SOURCE VARCHAR(255) DEFAULT NULL,
        FILESYSTEM VARCHAR(64) DEFAULT NULL,
        LABEL VARCHAR(255) DEFAULT NULL,
        OPTIONS VARCHAR(255) DEFAULT NULL,
        SIZE_MB BIGINT NOT NULL DEFAULT 0,
        FREE_MB BIGINT NOT NULL DEFAULT 0,
        PRIMARY KEY (ID),
        KEY HARDWARE_ID (HARDWARE_ID)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4");
}

function extension_delete_mountedvolumes()
{
    $common = new ExtensionCommon;
    $common->sqlQuery("DROP TABLE IF EXISTS mountedvolumes");
}

// OCS wants this function to be there, and never calls it.
function extension_upgrade_mountedvolumes()
{
}
