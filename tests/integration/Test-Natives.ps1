#Requires -Version 7.6
<#
.SYNOPSIS
    Opens the native libraries of all runtimes in the packages and looks whether they are what the managed code calls.
.DESCRIPTION
    Of each library in out/ImageResize and out/ImageResize.MoreFormats (./build.ps1 -Task Package): the machine that it is for, and
    whether it exports all functions that NetVips, Magick.NET and our own assemblies import from it. Nothing is loaded, so it works for
    all systems on any of them. Writes a row for each library; fails with an exit code of 1 where a function lacks.
.EXAMPLE
    ./build.ps1 -Task Package; ./tests/integration/Test-Natives.ps1
#>
[CmdletBinding()]
param(
    [string] $Package = (Join-Path $PSScriptRoot .. .. out)
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

Add-Type -TypeDefinition @'
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

/// <summary>Machine and exported names of a PE, ELF or Mach-O library of 64 bits, little-endian.</summary>
public static class NativeExports
{
    public static (string Machine, HashSet<string> Names) Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        return BitConverter.ToUInt32(file, 0) switch
        {
            0x464C457F => Elf(file),
            0xFEEDFACF => MachO(file),
            _ when file[0] == 'M' && file[1] == 'Z' => Pe(file),
            _ => throw new InvalidDataException(path + " is no library of 64 bits."),
        };
    }

    /// <summary>The functions that an assembly imports, by the name of the library.</summary>
    public static ILookup<string, string> Imports(string assembly)
    {
        using var pe = new PEReader(File.OpenRead(assembly));
        MetadataReader metadata = pe.GetMetadataReader();
        return metadata.MethodDefinitions.Select(handle => metadata.GetMethodDefinition(handle).GetImport()).Where(import => !import.Module.IsNil)
            .ToLookup(import => metadata.GetString(metadata.GetModuleReference(import.Module).Name), import => metadata.GetString(import.Name));
    }

    private static string Text(byte[] file, long at)
    {
        int end = Array.IndexOf(file, (byte)0, (int)at);
        return Encoding.UTF8.GetString(file, (int)at, end - (int)at);
    }

    private static (string, HashSet<string>) Elf(byte[] file)
    {
        string machine = BitConverter.ToUInt16(file, 18) switch { 62 => "x64", 183 => "arm64", var other => "machine " + other };
        var names = new HashSet<string>();
        long sections = BitConverter.ToInt64(file, 40);
        int size = BitConverter.ToUInt16(file, 58), count = BitConverter.ToUInt16(file, 60);
        for (int i = 0; i < count; i++)
        {
            int section = (int)sections + i * size;
            if (BitConverter.ToUInt32(file, section + 4) != 11) // SHT_DYNSYM
                continue;
            int symbols = (int)BitConverter.ToInt64(file, section + 24), length = (int)BitConverter.ToInt64(file, section + 32);
            int strings = (int)BitConverter.ToInt64(file, (int)sections + BitConverter.ToInt32(file, section + 40) * size + 24);
            for (int at = symbols; at < symbols + length; at += 24)
                if (BitConverter.ToUInt16(file, at + 6) != 0) // defined here
                    names.Add(Text(file, strings + BitConverter.ToUInt32(file, at)));
        }
        return (machine, names);
    }

    private static (string, HashSet<string>) MachO(byte[] file)
    {
        string machine = BitConverter.ToUInt32(file, 4) switch { 0x01000007 => "x64", 0x0100000C => "arm64", var other => "machine " + other };
        var names = new HashSet<string>();
        int at = 32;
        for (int i = BitConverter.ToInt32(file, 16); i > 0; i--, at += BitConverter.ToInt32(file, at + 4))
        {
            if (BitConverter.ToUInt32(file, at) != 2) // LC_SYMTAB
                continue;
            int symbols = BitConverter.ToInt32(file, at + 8), count = BitConverter.ToInt32(file, at + 12), strings = BitConverter.ToInt32(file, at + 16);
            for (int symbol = symbols; symbol < symbols + count * 16; symbol += 16)
                if ((file[symbol + 4] & 0x01) != 0 && (file[symbol + 4] & 0x0E) == 0x0E) // external, in a section
                    names.Add(Text(file, strings + BitConverter.ToUInt32(file, symbol)).TrimStart('_'));
        }
        return (machine, names);
    }

    private static (string, HashSet<string>) Pe(byte[] file)
    {
        using var pe = new PEReader(new MemoryStream(file));
        string machine = pe.PEHeaders.CoffHeader.Machine switch { Machine.Amd64 => "x64", Machine.Arm64 => "arm64", var other => other.ToString() };
        var names = new HashSet<string>();
        int exports = Offset(pe, pe.PEHeaders.PEHeader.ExportTableDirectory.RelativeVirtualAddress);
        int count = BitConverter.ToInt32(file, exports + 24), table = Offset(pe, BitConverter.ToInt32(file, exports + 32));
        for (int i = 0; i < count; i++)
            names.Add(Text(file, Offset(pe, BitConverter.ToInt32(file, table + i * 4))));
        return (machine, names);
    }

    private static int Offset(PEReader pe, int address)
    {
        SectionHeader section = pe.PEHeaders.SectionHeaders.First(one => address >= one.VirtualAddress && address < one.VirtualAddress + Math.Max(one.VirtualSize, one.SizeOfRawData));
        return address - section.VirtualAddress + section.PointerToRawData;
    }
}
'@

# What is called in a library by its name there. On Windows libvips, glib and gobject are one file, as everywhere else.
$calls = @{}
foreach ($module in 'ImageResize', 'ImageResize.MoreFormats') {
    $calls[$module] = Get-ChildItem (Join-Path $Package $module lib) -Filter *.dll | ForEach-Object {
        foreach ($import in [NativeExports]::Imports($_.FullName)) {
            foreach ($name in $import) {
                [pscustomobject]@{ Library = $import.Key; Name = $name; Assembly = $_.BaseName }
            }
        }
    }
}

# Those of older versions of libvips, which NetVips names and does not call.
$old = 'vips_path_filename7', 'vips_path_mode7'

$missing = 0
foreach ($module in 'ImageResize', 'ImageResize.MoreFormats') {
    foreach ($file in Get-ChildItem (Join-Path $Package $module lib runtimes) -Recurse -File) {
        $runtime = Split-Path (Split-Path (Split-Path $file)) -Leaf
        $library = [NativeExports]::Read($file.FullName)
        $machine, $names = $library.Item1, $library.Item2
        # The names by which the assemblies call this library: Magick's has the machine in it.
        $wanted = @($calls[$module] | Where-Object {
                $module -eq 'ImageResize' ? $_.Library -match '^(libvips|vips|libglib|libgobject|glib|gobject)' : $_.Library -match "^Magick\.Native-Q8-$($runtime.Split('-')[-1])"
            } | ForEach-Object Name | Sort-Object -Unique)
        $lacking = @($wanted | Where-Object { -not $names.Contains($_) -and $_ -notin $old })
        $isRight = $runtime.EndsWith("-$machine")
        $missing += $lacking.Count + [int] (-not $isRight) + [int] ($wanted.Count -eq 0)
        [pscustomobject]@{ Library = $file.Name; Runtime = $runtime; Machine = $machine; Exports = $names.Count; Called = $wanted.Count; Lacking = $lacking -join ' ' }
    }
}

if ($missing) {
    Write-Error "$missing functions or machines are not what they should be."
}
