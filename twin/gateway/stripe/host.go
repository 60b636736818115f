package stripe

import (
	"github.com/forecourt/forecourt/twin/gateway/acquirer"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// next takes the next trace number; the update that carries the message must be committed before it is said.
func (u *update) next(g *Gateway) iso8583.STAN {
	if u.STAN == 0 {
		u.STAN = g.stan
	}
	u.STAN = u.STAN.Next()
	return u.STAN
}

// terminal is the lane that an intent belongs to.
func (g *Gateway) terminal(i *intent) iso8583.Terminal {
	t := acquirer.Lane(g.config.Terminal, i.Metadata["fuelling_point"])
	t.Partial = !i.Automatic && !i.NoPartial
	return t
}
