package bench

import (
	"slices"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/gateway/shop"
	"github.com/forecourt/forecourt/twin/host/terminal"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
)

func init() {
	RegisterSection(Section{"merchant-host", "the merchant host with its links, accounts and networks, as in a site plan, whose block it " +
		"replaces; each of its terminals is a role payment-terminal", func() any { return &MerchantHost{} }})
}

// MerchantHost is the merchant host, in place of what the site plan says.
type MerchantHost struct{ Plan site.Host }

// UnmarshalStrict implements strict.Unmarshaler: the section has the keys of a plan's block.
func (h *MerchantHost) UnmarshalStrict(n *strict.Node) error {
	if err := n.Decode(&h.Plan); err != nil {
		return err
	}
	if errs := h.Plan.Check(n, payment.CardNames()); len(errs) > 0 {
		return errs
	}
	return nil
}

// Lint implements Linter.
func (h *MerchantHost) Lint(n *strict.Node, _ *Catalogue) strict.Errors {
	return Profile(h.Plan.Profile).lint("host", n)
}

// hostRole is the merchant host's.
var hostRole = forecourt.Role{Kind: "host"}

// withTerminals returns a catalogue with the terminals that the section adds or takes away, and with the shop.
func (g Given) withTerminals(c *Catalogue) *Catalogue {
	if gateway, _ := Get[Gateway](g); gateway.Shop && !slices.Contains(c.Roles, shop.Role) {
		x := *c
		x.Roles = append(slices.Clone(c.Roles), shop.Role)
		c = &x
	}
	given, ok := Get[MerchantHost](g)
	if !ok {
		return c
	}
	x := *c
	isTerminal := func(r forecourt.Role) bool { return r.Kind == terminal.Kind }
	links := func(pairs [][2]forecourt.Role) [][2]forecourt.Role {
		return slices.DeleteFunc(slices.Clone(pairs), func(p [2]forecourt.Role) bool { return isTerminal(p[0]) })
	}
	x.Roles = slices.DeleteFunc(slices.Clone(c.Roles), isTerminal)
	x.Links, x.ByteLinks = links(c.Links), links(c.ByteLinks)
	for _, t := range given.Plan.Terminals {
		role := forecourt.Role{Kind: terminal.Kind, Number: t.Terminal}
		pair := [2]forecourt.Role{role, hostRole}
		x.Roles, x.Links, x.ByteLinks = append(x.Roles, role), append(x.Links, pair), append(x.ByteLinks, pair)
	}
	return &x
}
