@echo off
rem Untested: written after the shell script latbench, on a machine without Windows.
rem Builds LatBench where it is not built yet; after a change of sources delete artifacts\latbench.stamp.
setlocal
rem LatBench has no use for ICU: see the shell script.
set "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1"
set "ROOT=%~dp0"
set "COMMAND=%ROOT%artifacts\bin\Cli\release\LatBench.Cli.dll"
set "STAMP=%ROOT%artifacts\latbench.stamp"
where dotnet >nul 2>nul
if errorlevel 1 (
    echo LatBench needs the .NET 10 SDK, and there is no dotnet on the path: install it from https://dotnet.microsoft.com/download. 1>&2
    exit /b 1
)
if exist "%COMMAND%" if exist "%STAMP%" goto run
echo Building LatBench (once)... 1>&2
dotnet build "%ROOT%src\Cli\Cli.csproj" -c Release -v quiet --nologo -clp:NoSummary 1>&2
if errorlevel 1 (
    echo LatBench could not be built: the errors are above. 1>&2
    exit /b 1
)
type nul > "%STAMP%"
:run
dotnet "%COMMAND%" %*
exit /b %ERRORLEVEL%
