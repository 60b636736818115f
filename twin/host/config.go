package host

import (
	"fmt"
	"slices"
	"time"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/unit"
)

// Manner is how the issuer comes to its answers.
type Manner string

// The manners.
const (
	ByCard   Manner = ""         // by the card's rule and account
	ByCents  Manner = "cents"    // by the last two digits of the amount, where they are a code (A), else by card
	Scripted Manner = "scripted" // by Config.Script, one line for each request, then by card
)

// Config is how a host is set up. Zero values mean the defaults.
type Config struct {
	Rules    map[string]Rule     // by test card, in place of the default ones
	Holders  map[string]Holder   // accounts by test card, in place of the default ones
	Latency  chance.Distribution // between request and answer, from 0; none: 300 to 700 ms (C)
	Currency unit.Currency       // of default balances; EUR
	Manner   Manner
	Script   []Rule
	// FlagNeeded grants part of an amount only to terminals that say they take it (DE48); others are declined 51.
	FlagNeeded bool
	Link       Link                  // how a port speaks that is not named
	Links      map[machine.Port]Link // how these do
	Models     []Model               // by which the merchant may reserve money; none: all
	CutOffs    map[string]CutOff     // by programme, in place of the sheet's
	Networks   map[string]Terms      // by network, in place of the shipped rules
	CutOver    CutOver
}

// Terms are what a plan may change of a network's rules; what is zero is not changed.
type Terms struct {
	StatusHold     int64 // whole units
	CompleteWithin time.Duration
	HoldFor        time.Duration
	StandIn        StandIn
	Fee            Fee
}

func (c *Config) check() error {
	if c.Latency.IsZero() {
		c.Latency = chance.Uniform(int64(300*time.Millisecond), int64(700*time.Millisecond))
	}
	if err := c.Latency.Check(); err != nil {
		return fmt.Errorf("host: latency: %w", err)
	}
	if c.Currency == "" {
		c.Currency = "EUR"
	}
	if c.Manner != ByCard && c.Manner != ByCents && c.Manner != Scripted {
		return fmt.Errorf("host: there is no manner '%s'", c.Manner)
	}
	for card, r := range c.Rules {
		if err := checkRule(card, r); err != nil {
			return err
		}
	}
	for i, r := range c.Script {
		if err := r.check(fmt.Sprintf("line %d of the script", i+1)); err != nil {
			return err
		}
	}
	for card, x := range c.Holders {
		if err := x.check(card); err != nil {
			return err
		}
	}
	for _, m := range c.Models {
		if !slices.Contains(Models(), string(m)) {
			return fmt.Errorf("host: there is no money model '%s'", m)
		}
	}
	return c.checkNetworks()
}

func (c *Config) checkNetworks() error {
	for name := range c.CutOffs {
		if !slices.Contains(Programmes(), name) {
			return fmt.Errorf("host: '%s' has no cut-off", name)
		}
	}
	for name, t := range c.Networks {
		if !slices.Contains(NetworkNames(), name) {
			return fmt.Errorf("host: there is no network '%s'", name)
		}
		if t.StatusHold < 0 || t.CompleteWithin < 0 || t.HoldFor < 0 || t.StandIn.Limit < 0 || t.StandIn.Count < 0 || t.Fee.Points < 0 || t.Fee.Fixed < 0 {
			return fmt.Errorf("host: a term of network %s is negative", name)
		}
	}
	for _, l := range c.Links {
		if err := l.check(); err != nil {
			return err
		}
	}
	return c.Link.check()
}

// networks are the shipped rules with the plan's in their place.
func (c *Config) networks() []Network {
	all := slices.Clone(networks)
	for i := range all {
		n, t := &all[i], c.Networks[all[i].Name]
		set(&n.StatusHold, t.StatusHold)
		set(&n.CompleteWithin, t.CompleteWithin)
		set(&n.HoldFor, t.HoldFor)
		set(&n.StandIn.Limit, t.StandIn.Limit)
		set(&n.StandIn.Count, t.StandIn.Count)
		set(&n.StandIn.After, t.StandIn.After)
		if t.Fee != (Fee{}) {
			n.Fee = t.Fee
		}
	}
	return all
}

func set[T comparable](into *T, v T) {
	var zero T
	if v != zero {
		*into = v
	}
}

// holder is the account of a card.
func (h *Host) holder(card string) Holder {
	x, own := h.config.Holders[card]
	if !own {
		x = holders[card]
	}
	if x.Kind == "" {
		x.Kind = orKind(holders[card].Kind)
	}
	return x
}

func orKind(k Kind) Kind {
	if k == "" {
		return Credit
	}
	return k
}

// networkNamed returns a network's rules.
func (h *Host) networkNamed(name string) Network {
	for _, n := range h.networks {
		if n.Name == name {
			return n
		}
	}
	return h.networks[len(h.networks)-1]
}
