# Mounted volumes, for OCS Inventory's agent on Windows. SPDX-License-Identifier: MIT
# Writes one <MOUNTEDVOLUMES> element for each volume, as UTF-8.

$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false

function Get-Volumes {
    # A time-out, because the agent waits for its scripts. Windows before 8 has the older command only.
    if (Get-Command Get-CimInstance -ErrorAction SilentlyContinue) {
        return Get-CimInstance -ClassName Win32_Volume -OperationTimeoutSec 60
    }
    return Get-WmiObject -Class Win32_Volume
}

function Format-Element([string] $name, $value) {
    # XML has no place for control characters, not even escaped.
    $text = ([string] $value) -replace '[\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]', ' '
    if ($text.Length -gt 255) { $text = $text.Substring(0, 255) }
    return '<{0}>{1}</{0}>' -f $name, [System.Security.SecurityElement]::Escape($text)
}

function Format-Megabytes($bytes) {
    if ($null -eq $bytes) { return '0' }
    return ([Math]::Floor([decimal] $bytes / 1MB)).ToString([Globalization.CultureInfo]::InvariantCulture)
}

function Get-Options($volume) {
    $options = @()
    if ($volume.BootVolume) { $options += 'boot' }
    if ($volume.SystemVolume) { $options += 'system' }
    if ($volume.Compressed) { $options += 'compressed' }
    if ($volume.DirtyBitSet) { $options += 'dirty' }
    return $options -join ','
}

try {
    foreach ($volume in Get-Volumes) {
        # Where a volume has no place, Windows gives its own name once more.
        $place = $volume.Name
        if ($place -eq $volume.DeviceID) { $place = '' }
        $element = @(
            '<MOUNTEDVOLUMES>'
            (Format-Element 'MOUNTPOINT' $place)
            (Format-Element 'SOURCE' $volume.DeviceID)
            (Format-Element 'FILESYSTEM' $volume.FileSystem)
            (Format-Element 'LABEL' $volume.Label)
            (Format-Element 'OPTIONS' (Get-Options $volume))
            (Format-Element 'SIZE_MB' (Format-Megabytes $volume.Capacity))
            (Format-Element 'FREE_MB' (Format-Megabytes $volume.FreeSpace))
            '</MOUNTEDVOLUMES>'
        )
        [Console]::Out.WriteLine($element -join '')
    }
}
catch {
    # Whatever is printed here becomes a part of the inventory: an error must not.
    exit 1
}
