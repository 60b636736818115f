package site

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/forecourt"
)

// PriceSign is the sign at the road; a site without the key has none.
type PriceSign struct {
	Shows   []forecourt.Grade // cash prices
	Profile string            // its model: a name, or the path of a file; default: standard
}

// Has says whether the site has a sign.
func (s PriceSign) Has() bool { return len(s.Shows) > 0 }

func (c *checker) checkSign() {
	sign := c.plan.PriceSign
	if c.root.Get("price-sign") != nil && !sign.Has() {
		c.wrong("a price sign shows at least one grade", "name them in shows: [ ... ]", "price-sign")
	}
	for i, g := range sign.Shows {
		switch {
		case !c.grades[g]:
			c.wrong(fmt.Sprintf("there is no grade '%s' on this site", g), c.gradeLike(g), "price-sign", "shows", i)
		case slices.Index(sign.Shows, g) != i:
			c.wrong(fmt.Sprintf("the sign shows '%s' already", g), "", "price-sign", "shows", i)
		}
	}
}
