// Command acme is forecourt with a dialect that is not in its tree: how a vendor keeps a protocol to itself. Its module
// needs forecourt as a dependency, and nothing in forecourt knows of it.
package main

import (
	"os"

	"github.com/forecourt/forecourt/cmd/forecourt/cli"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/dart"
)

// acme is what Acme's pumps speak: DART, at twice the usual speed.
type acme struct{ wire.Dialect }

func (acme) Name() string { return "acme" }

func (acme) Address(n int) byte { return dart.FirstAddress + byte(n) }

func (acme) Ports() []wire.Kind {
	return []wire.Kind{{Carrier: "serial", Settings: wire.Settings{Baud: 19200, DataBits: 8, Parity: wire.OddParity, StopBits: 1}}}
}

func init() { wire.Register(acme{dart.New()}) }

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr)) }
