package site

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Host is the merchant host with the networks and issuers behind it.
type Host struct {
	Profile   string                 // its model: a name, or the path of a file; default: standard
	Issuer    string                 // how issuers decide: "by-card" (default); "cents": by the last two digits of the amount
	Models    []string               // by which money is reserved: status-check, estimate, partial, prepay, postpay; default: all
	CutOver   string                 // when the settlement day is closed, as in "22:30"; default: only by a step or a message
	Zone      string                 // of the cut-over, as in Europe/Berlin; default UTC
	Links     []HostLink             // how it is spoken to, beside our own gateway
	Terminals []HostTerminal         // payment terminals of our own with a link of theirs
	Cards     map[string]HostCard    // accounts, by test card
	CutOffs   map[string]HostCutOff  // what a status check covers, by programme, in whole units of the currency
	Networks  map[string]HostNetwork // rules, by network, in place of the shipped ones
}

// HostLink is a port of the host.
type HostLink struct {
	Link    int    `yaml:",required"`
	Dialect string // "us87" (default), "ifsf93"
	Framing string // "2-byte" (default), "tpdu", "4-byte-ascii", "2-byte-bcd"
	MAC     string `yaml:"mac"` // "none" (default), "retail", "aes-cmac"
	Keys    string // of the MAC: "session" (default), "dukpt"
	SignOn  bool   // traffic before a sign on is refused
	Cover   bool   // a status check is answered with what it covers
	TCP     int    // port of the live station
}

// HostTerminal is a payment terminal.
type HostTerminal struct {
	Terminal    int `yaml:",required"`
	Link        int // 0: one of us87 as our gateway has it
	AnswerIn    time.Duration
	RepeatEvery time.Duration
}

// HostCard is the account of a test card; what is left out is no limit.
type HostCard struct {
	Kind        string // "credit", "debit", "prepaid", "fleet"
	Balance     unit.Money
	PerSale     unit.Money
	PerDay      unit.Money
	PerDayCount int
	Blocked     string // the response code that it is declined with
}

// HostCutOff is up to what a completion is covered, by how the card came in.
type HostCutOff struct{ Stripe, Chip int64 }

// HostNetwork is what a plan changes of a network's rules.
type HostNetwork struct {
	StatusHold     int64 // that an issuer makes of a status check, in whole units
	CompleteWithin time.Duration
	HoldFor        time.Duration
	StandInLimit   int64 // of one request, in whole units
	StandInCount   int   // of requests of a card in a day
	FeePoints      int64 // hundredths of a percent
	FeeFixed       int64 // minor units
}

// The words of a host's block. Those of networks, programmes and models are the host's own.
var (
	hostIssuers = []string{"by-card", "cents"}
	HostModels  = []string{"status-check", "estimate", "partial", "prepay", "postpay"}
	hostMACs    = []string{"none", "retail", "aes-cmac"}
	hostKeys    = []string{"session", "dukpt"}
	HostKinds   = []string{"credit", "debit", "prepaid", "fleet"}
	// HostNetworks and HostProgrammes are the keys of Networks and CutOffs.
	HostNetworks   = []string{"visa", "mastercard", "amex", "discover", "own"}
	HostProgrammes = []string{
		"amex", "discover", "fuelman", "mastercard", "mastercard-fleet", "own", "pin-debit", "visa", "visa-fleet", "voyager", "wex",
	}
	hostDialects = []string{"us87", "ifsf93"}
)

// mostHostLinks and mostHostTerminals bound a plan.
const (
	mostHostLinks     = 16
	mostHostTerminals = 32
)

// LinkOf returns a link of the host; false for 0 and for one that is not there.
func (h *Host) LinkOf(n int) (HostLink, bool) {
	for _, l := range h.Links {
		if l.Link == n {
			return l, true
		}
	}
	return HostLink{}, false
}

// ParseCutOver reads the time of day of the cut-over; false where there is none.
func (h *Host) ParseCutOver() (at time.Duration, zone *time.Location, daily bool, err error) {
	zone, err = time.LoadLocation(h.Zone) // "" is UTC
	if err != nil || h.CutOver == "" {
		return 0, zone, false, err
	}
	t, err := time.Parse("15:04", h.CutOver)
	if err != nil {
		return 0, zone, false, fmt.Errorf("'%s' is no time of day", h.CutOver)
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, zone, true, nil
}

// Check says what is wrong with the block, at the keys of the node it was read from. cards are the test cards.
func (h *Host) Check(n *strict.Node, cards []string) strict.Errors {
	c := &hostChecker{root: n}
	c.word("issuer", h.Issuer, hostIssuers, "issuer")
	for i, m := range h.Models {
		c.word("money model", m, HostModels, "models", i)
	}
	if _, _, _, err := h.ParseCutOver(); err != nil {
		key := "cut-over"
		if h.Zone != "" {
			if _, bad := time.LoadLocation(h.Zone); bad != nil {
				key = "zone"
			}
		}
		c.wrong(err.Error(), `write it as cut-over: "22:30", zone: Europe/Berlin`, key)
	}
	c.links(h)
	c.cards(h, cards)
	c.rules(h)
	return c.found
}

type hostChecker struct {
	root  *strict.Node
	found strict.Errors
}

func (c *hostChecker) wrong(message, fix string, path ...any) {
	c.found = append(c.found, place(c.root, path...).Wrong(message, fix))
}

func (c *hostChecker) word(noun, value string, known []string, path ...any) {
	if value != "" && !slices.Contains(known, value) {
		c.found = append(c.found, place(c.root, path...).Unknown(noun, known))
	}
}

// keys checks the names under a key.
func (c *hostChecker) keys(noun, key string, known []string) {
	n := c.root.Get(key)
	if n == nil {
		return
	}
	for _, p := range n.Pairs() {
		if !slices.Contains(known, p.Key.Text()) {
			c.found = append(c.found, p.Key.Unknown(noun, known))
		}
	}
}

func (c *hostChecker) links(h *Host) {
	seen := map[int]bool{}
	for i, l := range h.Links {
		if l.Link < 1 || l.Link > mostHostLinks || seen[l.Link] {
			c.wrong(fmt.Sprintf("links have the numbers 1 to %d, each once", mostHostLinks), "", "links", i, "link")
		}
		seen[l.Link] = true
		c.word("dialect", l.Dialect, hostDialects, "links", i, "dialect")
		c.word("framing", l.Framing, iso8583.Framings(), "links", i, "framing")
		c.word("authentication", l.MAC, hostMACs, "links", i, "mac")
		c.word("keys", l.Keys, hostKeys, "links", i, "keys")
		if l.Keys != "" && (l.MAC == "" || l.MAC == "none") {
			c.wrong("keys without an authentication are never used", "write mac: retail or mac: aes-cmac", "links", i, "keys")
		}
		if l.TCP < 0 || l.TCP > 65535 {
			c.wrong("a port is a number from 1 to 65535; 0 lets the system choose", "", "links", i, "tcp")
		}
	}
	terminals := map[int]bool{}
	for i, t := range h.Terminals {
		if t.Terminal < 1 || t.Terminal > mostHostTerminals || terminals[t.Terminal] {
			c.wrong(fmt.Sprintf("terminals have the numbers 1 to %d, each once", mostHostTerminals), "", "terminals", i, "terminal")
		}
		terminals[t.Terminal] = true
		if t.Link != 0 && !seen[t.Link] {
			c.wrong(fmt.Sprintf("the host has no link %d", t.Link), "write it below links", "terminals", i, "link")
		}
		if t.AnswerIn < 0 || t.RepeatEvery < 0 {
			c.wrong("a span of time is longer than nothing", "", "terminals", i)
		}
	}
}

func (c *hostChecker) cards(h *Host, cards []string) {
	c.keys("card", "cards", cards)
	for _, name := range sortedKeys(h.Cards) {
		card := h.Cards[name]
		c.word("kind of account", card.Kind, HostKinds, "cards", name, "kind")
		for key, m := range map[string]unit.Money{"balance": card.Balance, "per-sale": card.PerSale, "per-day": card.PerDay} {
			if m.Minor < 0 {
				c.wrong("a limit cannot be negative", "", "cards", name, key)
			}
		}
		if card.PerDayCount < 0 {
			c.wrong("a limit cannot be negative", "", "cards", name, "per-day-count")
		}
		if r, known := iso8583.LookupResponse(card.Blocked); card.Blocked != "" && (!known || r.Class == iso8583.Approve || r.Class == iso8583.Partial) {
			c.wrong("'"+card.Blocked+"' is no response code of a decline", `such as blocked: "43"`, "cards", name, "blocked")
		}
	}
}

func (c *hostChecker) rules(h *Host) {
	c.keys("programme", "cut-offs", HostProgrammes)
	c.keys("network", "networks", HostNetworks)
	for _, name := range sortedKeys(h.CutOffs) {
		if o := h.CutOffs[name]; o.Stripe < 0 || o.Chip < 0 {
			c.wrong("a cut-off cannot be negative", "", "cut-offs", name)
		}
	}
	for _, name := range sortedKeys(h.Networks) {
		x := h.Networks[name]
		if x.StatusHold < 0 || x.CompleteWithin < 0 || x.HoldFor < 0 || x.StandInLimit < 0 || x.StandInCount < 0 || x.FeePoints < 0 || x.FeeFixed < 0 {
			c.wrong("nothing here can be negative", "", "networks", name)
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, strings.Compare)
	return keys
}
