package cardreader

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
)

// said lists what the POS heard of input and loyalty.
func (r *run) said() string {
	var all []string
	for _, n := range r.pos.heard {
		switch n := n.(type) {
		case payment.Input:
			all = append(all, fmt.Sprintf("%s=%s/%v", n.Prompt, n.Text, n.Missing))
		case payment.LoyaltyRead:
			all = append(all, "loyalty "+n.Number.Reveal())
		case payment.Cancelled:
			all = append(all, "cancelled")
		}
	}
	return strings.Join(all, " ")
}

func TestPromptsAreAnsweredOnceOrTimeOut(t *testing.T) {
	ask := forecourt.Received{Noun: payment.AskInput{Prompt: payment.Odometer, Text: "enter odometer", Within: 30 * time.Second}}
	stripe := act{0, insert("fleet-any", payment.Stripe, "")}
	chip := act{0, insert("visa-credit", payment.ContactChip, "")}
	at := func(sec int, s forecourt.Stimulus) act { return act{time.Duration(sec) * time.Second, s} }
	for _, c := range []struct {
		name       string
		acts       []act
		told, said string
		state      State
	}{
		{"answered", []act{stripe, at(5, ask), at(9, payment.EnterText{Text: "123"}), at(12, forecourt.Received{Noun: payment.ReleaseCard{}})},
			"card-inserted card-read input-asked input-entered", "odometer=123/false", Idle},
		{"not in time", []act{stripe, at(5, ask), at(60, forecourt.Received{Noun: payment.ReleaseCard{}})},
			"card-inserted card-read input-asked", "odometer=/true", Idle},
		{"typed twice", []act{stripe, at(5, ask), at(9, payment.EnterText{Text: "1"}), at(10, payment.EnterText{Text: "2"}),
			at(12, forecourt.Received{Noun: payment.ReleaseCard{}})},
			"card-inserted card-read input-asked input-entered", "odometer=1/false", Idle},
		{"cancelled", []act{stripe, at(5, ask), at(9, payment.PressCancel{}), at(10, forecourt.Received{Noun: payment.ReleaseCard{}})},
			"card-inserted card-read input-asked cancelled", "cancelled", Idle},
		{"the card is taken", []act{chip, at(5, ask), at(9, payment.RemoveCard{}), at(10, forecourt.Received{Noun: payment.ReleaseCard{}})},
			"card-inserted card-read input-asked card-removed", "cancelled", Idle},
		{"asked without a card", []act{at(1, ask), at(5, payment.EnterText{Text: "1"})}, "", "", Idle},
		{"loyalty before the card", []act{at(0, payment.ShowLoyalty{Membership: "member-one"}), at(1, insert("visa-stripe", payment.Stripe, "")),
			at(5, payment.ShowLoyalty{Membership: "member-one"}), at(6, payment.ShowLoyalty{Membership: "nobody"}), at(10, forecourt.Received{Noun: payment.ReleaseCard{}})},
			"loyalty-shown card-inserted card-read loyalty-refused loyalty-refused", "loyalty 620000000017", Idle},
	} {
		r := play(t, true, c.acts...)
		if r.names() != c.told || r.said() != c.said || r.reader.State() != c.state {
			t.Errorf("%s: told %s, said %s, %s", c.name, r.names(), r.said(), r.reader.State())
		}
		if strings.Contains(r.journal.String(), "620000000017") {
			t.Errorf("%s: a member's number is in the journal", c.name)
		}
	}
}
