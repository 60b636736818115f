package wrong

import (
	"github.com/forecourt/forecourt/twin/dispenser/electronics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/ifsf"
)

// nodes are IFSF dispensers that are wrong in how their points share a node.
var nodes = []Machine{
	{
		Name: "second-as-first", Doc: "the second point of an IFSF node answers at the first one's address",
		Kills: []string{"WIR-007"}, Cause: "controller did not tell 'sale-finished'",
		Hooks: func(n *Count) station.Hooks {
			return station.Hooks{Dialect: func(r forecourt.Role, d wire.Dialect) wire.Dialect {
				if r.Kind != electronics.Kind || r.Number != 2 || d.Name() != ifsf.Name {
					return d
				}
				return misplaced{d, n}
			}}
		},
	},
}

// misplaced is a dialect whose dispenser is always the node's first point.
type misplaced struct {
	wire.Dialect
	n *Count
}

// Open implements wire.Dialect.
func (m misplaced) Open(end wire.End, o wire.Options, out wire.Out) (wire.Session, error) {
	*m.n++
	o.Addresses = []byte{ifsf.FirstAddress}
	return m.Dialect.Open(end, o, out)
}
