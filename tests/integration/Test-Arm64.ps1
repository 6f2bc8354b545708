#Requires -Version 7.6
<#
.SYNOPSIS
    Runs the codecs' tests as arm64 code, under an emulator, on a machine of x64.
.DESCRIPTION
    Publishes each test project for linux-arm64 with its runtime and runs it by qemu-user (Debian: qemu-user-static,
    libc6-arm64-cross, libstdc++6-arm64-cross, libgcc-s1-arm64-cross, which are installed where they are missing and this is root),
    so that the forms of our kernels for 128-bit vectors of AdvSimd are compared with the scalar ones. One thread, and the
    runtime's code is not made writable apart: the emulator stumbles over both. Takes some minutes. Exit code 1 where a test fails.
.PARAMETER Project
    The test projects; those that need no native library.
.EXAMPLE
    ./tests/integration/Test-Arm64.ps1 -Project ImageResize.Jpeg.Tests
#>
[CmdletBinding()]
param(
    [string[]] $Project = @('ImageResize.Jpeg.Tests', 'ImageResize.Png.Tests', 'ImageResize.Bitmaps.Tests', 'ImageResize.Metadata.Tests', 'ImageResize.Raw.Tests')
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$tests = Join-Path $PSScriptRoot ..
$packages = 'qemu-user-static', 'libc6-arm64-cross', 'libstdc++6-arm64-cross', 'libgcc-s1-arm64-cross'
if (-not (Get-Command qemu-aarch64-static -ErrorAction Ignore) -or -not (Test-Path /usr/aarch64-linux-gnu/lib/libstdc++.so.6)) {
    if ((id -u) -ne 0) {
        throw "Install first: apt-get install $packages"
    }
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends @packages
}

$folder = Join-Path ([IO.Path]::GetTempPath()) "imageresize-arm64-$([guid]::NewGuid())"
try {
    $root = New-Item (Join-Path $folder root) -ItemType Directory
    Copy-Item /usr/aarch64-linux-gnu/lib $root -Recurse
    # OpenSSL is the one library beside these that the runtime looks for; the packages for other machines have none.
    Push-Location $folder
    try {
        $isNew = 'arm64' -notin (dpkg --print-foreign-architectures)
        dpkg --add-architecture arm64
        apt-get update -qq
        apt-get download libssl3:arm64
        if ($LASTEXITCODE) {
            throw 'libssl3 for arm64 could not be had; this needs Debian or Ubuntu, and root.'
        }
        dpkg -x (Get-Item libssl3*.deb) $folder
        Get-ChildItem (Join-Path $folder usr) -Recurse -Filter lib*.so.3 | Copy-Item -Destination (Join-Path $root lib)
    }
    finally {
        if ($isNew) {
            dpkg --remove-architecture arm64
        }
        Pop-Location
    }

    $env:DOTNET_SYSTEM_GLOBALIZATION_INVARIANT = 1
    $env:DOTNET_EnableWriteXorExecute = 0
    $env:DOTNET_TieredCompilation = 0
    $failed = 0
    foreach ($name in $Project) {
        dotnet publish (Join-Path $tests $name) --configuration Release --runtime linux-arm64 --self-contained -p:Precompile=false --artifacts-path (Join-Path $folder artifacts) -v q --nologo
        if ($LASTEXITCODE) {
            throw "$name could not be published."
        }
        $program = Join-Path $folder artifacts publish $name release_linux-arm64 $name
        qemu-aarch64-static -cpu cortex-a72 -L $root $program -parallel none -maxThreads 1 | Select-String 'Total: \d+|\[FAIL\]' | ForEach-Object Line
        $failed += [int] ($LASTEXITCODE -ne 0)
    }
}
finally {
    $env:DOTNET_SYSTEM_GLOBALIZATION_INVARIANT = $env:DOTNET_EnableWriteXorExecute = $env:DOTNET_TieredCompilation = $null
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
}
exit [int] ($failed -gt 0)
