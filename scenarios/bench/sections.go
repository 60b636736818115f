package bench

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

func init() {
	RegisterSection(Section{"prices", "the price of each grade, in place of the site plan's", func() any { return &Prices{} }})
	RegisterSection(Section{"credit-prices", "the credit price of each grade, where it is another than the price", func() any { return &CreditPrices{} }})
	RegisterSection(Section{"at", "the instant the scenario starts, RFC 3339", func() any { return &At{clock.Epoch} }})
	RegisterSection(Section{"site", "the name of a site plan", func() any { return new(Site) }})
	RegisterSection(Section{"host", "what the issuer says to each card: approve, approve products CODE ..., decline CODE, partial AMOUNT, no-answer",
		func() any { return &Host{} }})
	RegisterSection(Section{"pos", "how the till works, and how customers are served", func() any { return &POS{} }})
	RegisterSection(Section{"controller", "how the forecourt controller works", func() any { return &Controller{} }})
	RegisterSection(Section{"dispenser", "how the dispensers work", func() any { return &Dispenser{} }})
}

// Prices is the price of each grade.
type Prices map[forecourt.Grade]unit.Price

// Lint implements Linter.
func (p *Prices) Lint(n *strict.Node, c *Catalogue) strict.Errors { return lintGrades(n, c) }

// CreditPrices is the credit price of each grade that has one.
type CreditPrices map[forecourt.Grade]unit.Price

// Lint implements Linter.
func (p *CreditPrices) Lint(n *strict.Node, c *Catalogue) strict.Errors { return lintGrades(n, c) }

func lintGrades(n *strict.Node, c *Catalogue) (errs strict.Errors) {
	for _, pair := range n.Pairs() {
		if !contains(c.GradeNames(), pair.Key.Text()) {
			errs = append(errs, pair.Key.Unknown("grade", c.GradeNames()))
		}
	}
	return errs
}

// At is the instant at which a scenario starts.
type At struct{ Instant clock.Instant }

// UnmarshalText reads RFC 3339.
func (a *At) UnmarshalText(b []byte) error {
	t, err := time.Parse(time.RFC3339, string(b))
	if err != nil || t.Year() < 1980 || t.Year() > 2200 {
		return fmt.Errorf("'%s' is no instant: write it as 2026-01-05T08:00:00Z", b)
	}
	a.Instant = clock.At(t)
	return nil
}

// Site is the name of a site plan.
type Site string

// Lint implements Linter.
func (s *Site) Lint(n *strict.Node, c *Catalogue) strict.Errors {
	if c.Plans[string(*s)] != nil {
		return nil
	}
	names := make([]string, 0, len(c.Plans))
	for name := range c.Plans {
		names = append(names, name)
	}
	return strict.Errors{n.Unknown("site plan", sortedStrings(names))}
}

// Host says what the issuer answers to each card; a card that is not named is answered as the card table says.
type Host map[string]HostRule

// Lint implements Linter.
func (h *Host) Lint(n *strict.Node, c *Catalogue) (errs strict.Errors) {
	for _, pair := range n.Pairs() {
		if !contains(c.Cards, pair.Key.Text()) {
			errs = append(errs, pair.Key.Unknown("card", c.Cards))
		}
	}
	return errs
}

// HostRule is the issuer's answer to a card.
type HostRule struct {
	Verdict payment.Verdict
	Code    string // with Declined: DE39
	// Products are the product codes that an approved card may buy; none: all.
	Products []string
	Granted  unit.Money // with PartiallyApproved
	Chip     string     // with Approved: what the answer has for the chip, see host.Rule
}

var responseCode = regexp.MustCompile(`^[0-9A-Z]{2,3}$`)

// productCodes follow the word for an approval that restricts a fleet card.
var productCodes = regexp.MustCompile(`^products( [0-9]{3})+$`)

// chipWords follow the word for an approval: a wrong answer for the chip, or a script in it.
var chipWords = []string{"wrong-arpc", "script"}

var hostWords = []string{"approve", "decline", "partial", "no-answer"}

// UnmarshalStrict reads "approve", "approve script", "decline 51", "partial 50.00 EUR" or "no-answer".
func (r *HostRule) UnmarshalStrict(n *strict.Node) error {
	word, rest, _ := strings.Cut(n.Text(), " ")
	switch {
	case word == "approve" && rest == "":
		*r = HostRule{Verdict: payment.Approved}
	case word == "approve" && productCodes.MatchString(rest):
		*r = HostRule{Verdict: payment.Approved, Products: strings.Fields(rest)[1:]}
	case word == "approve" && slices.Contains(chipWords, rest):
		*r = HostRule{Verdict: payment.Approved, Chip: rest}
	case word == "no-answer" && rest == "":
		*r = HostRule{Verdict: payment.NoAnswer}
	case word == "decline" && responseCode.MatchString(rest):
		*r = HostRule{Verdict: payment.Declined, Code: rest}
	case word == "partial":
		m, err := unit.ParseMoney(rest)
		var wrong *unit.ParseError
		if errors.As(err, &wrong) {
			return n.Wrong(wrong.Message(), "as in partial 50.00 EUR")
		}
		*r = HostRule{Verdict: payment.PartiallyApproved, Granted: m}
	default:
		fix := "it is approve, approve products CODE ..., approve wrong-arpc, approve script, decline CODE, partial AMOUNT or no-answer"
		if meant := strict.Suggest(word, hostWords); meant != "" && meant != word {
			fix = "did you mean '" + strings.TrimSpace(meant+" "+rest) + "'?"
		}
		return n.Wrong("'"+n.Text()+"' is no answer of a host", fix)
	}
	return nil
}

// Controller says how the forecourt controller works; what is zero is the station's default.
type Controller struct {
	Profile     Profile       // its poll cycle holds on every bus
	Dialect     string        // of every bus
	ReleaseFor  time.Duration // a release that nobody uses is withdrawn after it
	UnpaidLimit int           // unpaid sales a point may have before it is not released again
}

// Dispenser says how the dispensers work; what is empty is the site plan's.
type Dispenser struct {
	Profile        Profile
	Silence        Silence
	Decimals       *Decimals      // their own, where they differ from the site's by mistake
	RollsOverAfter unit.Indicated // what each nozzle delivers until its totals roll over
}

// Decimals are how many a device counts with.
type Decimals struct{ Volume, Amount, Price uint8 }

// Silence is what a dispenser does when nobody polls it.
type Silence string

// The manners.
const (
	FinishThenLock Silence = "finish-then-lock" // a running sale goes on, nothing new begins
	StopAtOnce     Silence = "stop-at-once"     // a running sale is stopped too
	StandAlone     Silence = "stand-alone"      // it sells without a release
	GoOn           Silence = "go-on"            // nothing changes
)

// UnmarshalText reads one of the manners.
func (s *Silence) UnmarshalText(b []byte) error {
	switch *s = Silence(b); *s {
	case FinishThenLock, StopAtOnce, StandAlone, GoOn:
		return nil
	}
	return fmt.Errorf("'%s' is none of: finish-then-lock, stop-at-once, stand-alone, go-on", b)
}
