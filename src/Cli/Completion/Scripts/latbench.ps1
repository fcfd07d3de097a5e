# Completion of latbench for PowerShell. Load it with: latbench completion pwsh | Out-String | Invoke-Expression
# Each line: command | subcommands | options, with = and the kind of their values | argument.
$global:LatBenchTable = @{}
foreach ($line in '@TABLE@' -split "`n") {
    $fields = $line.TrimEnd("`r") -split '\|'
    $global:LatBenchTable[$fields[0]] = @{
        Subcommands = @($fields[1] -split ' ' | Where-Object { $_ })
        Options = @($fields[2] -split ' ' | Where-Object { $_ })
        Argument = $fields[3]
    }
}

Register-ArgumentCompleter -Native -CommandName latbench, ./latbench -ScriptBlock {
    param($word, $tree, $position)
    $place = ''
    $command = $global:LatBenchTable['']
    $awaited = ''
    $typed = @($tree.CommandElements | Where-Object { $_.Extent.EndOffset -lt $position } | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    foreach ($text in $typed) {
        if ($awaited) { $awaited = '' }
        elseif ($text.StartsWith('-')) {
            $option = $command.Options | Where-Object { $_.StartsWith("$text=") } | Select-Object -First 1
            if ($option) { $awaited = $option.Substring($text.Length + 1) }
        }
        elseif ($command.Subcommands -contains $text) {
            $place = "$place $text".Trim()
            $command = $global:LatBenchTable[$place]
        }
    }
    $before = ''
    $current = $word
    if ($awaited) { $kind = $awaited }
    elseif ($word -match '^(--[^=]+=)(.*)$') {
        $before = $Matches[1]
        $current = $Matches[2]
        $option = $command.Options | Where-Object { $_.StartsWith($before) } | Select-Object -First 1
        $kind = if ($option) { $option.Substring($before.Length) } else { '' }
    }
    elseif ($word.StartsWith('-')) { $kind = 'words:' + (($command.Options | ForEach-Object { ($_ -split '=')[0] }) -join ',') }
    elseif ($command.Subcommands.Count) { $kind = 'words:' + ($command.Subcommands -join ',') }
    else { $kind = $command.Argument }
    # Without an answer PowerShell proposes files, which is right for files and directories.
    if ($kind -match '^(words|list):(.*)$') {
        $known = $Matches[2] -split ','
        if ($Matches[1] -eq 'list' -and $current.Contains(',')) {
            $before += $current.Substring(0, $current.LastIndexOf(',') + 1)
            $current = $current.Substring($current.LastIndexOf(',') + 1)
        }
        $known | Where-Object { $_.StartsWith($current) } | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new("$before$_", $_, 'ParameterValue', $_)
        }
    }
}
