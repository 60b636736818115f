// Command forecourt is a digital twin of a fuel station and a test bench for its devices.
package main

import (
	"os"

	"github.com/forecourt/forecourt/cmd/forecourt/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr)) }
