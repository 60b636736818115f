package station

import (
	"cmp"
	"fmt"

	"github.com/forecourt/forecourt/twin/cardreader"
	"github.com/forecourt/forecourt/twin/controller"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/profile"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/tank/gauge"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// controls puts the timings of the controller's model into its configuration. Options.ReleaseWithin is the scenario's.
func (s *Station) controls(c *controller.Config) error {
	p, err := profile.Open[profile.Controller](s.plan.Controller.Profile)
	if err != nil {
		return err
	}
	if c.ReleaseWithin == 0 {
		c.ReleaseWithin = p.ReleaseWithin.Is
	}
	for i := range c.Buses {
		o := &c.Buses[i].Options
		o.ReplyTimeout, o.TurnAround, o.StatusAfter = p.ReplyTimeout.Is, p.Gap.Is, cmp.Or(o.StatusAfter, p.StatusAfter.Is) // the plan's bus knows best
	}
	return nil
}

// console puts the pacing of the console's model into its configuration.
func (s *Station) console(c *gauge.Config) error {
	p, err := profile.Open[profile.Console](s.plan.Gauge.Profile)
	if err != nil {
		return err
	}
	c.Scan, c.DeliveryDelay, c.MinDelivery = p.Scan.Is, p.DeliveryDelay.Is, p.MinDelivery.Is
	c.Pacing.Think = p.Think.Of
	if p.Baud.Is > 0 {
		c.Pacing.Line = veeder.RealPacing(nil).Line
		c.Pacing.Line.Baud = p.Baud.Is
	}
	return nil
}

// reader returns the configuration of a terminal.
func (s *Station) reader(r site.Reader) (cardreader.Config, error) {
	p, err := profile.Open[profile.CardReader](r.Profile)
	if err != nil {
		return cardreader.Config{}, fmt.Errorf("card reader %d: %w", r.CardReader, err)
	}
	return cardreader.Config{
		Number: r.CardReader, Amount: s.plan.POS.PreAuthorise,
		Chip: p.Chip.Of, Stripe: p.Stripe.Of, Tap: p.Tap.Of, PIN: p.PIN.Of, NoPIN: p.NoPIN.Is, Patience: p.Patience.Is,
		Language: cardreader.Language(r.Language),
		Rules: cardreader.Rules{
			Slot: cardreader.Slot(p.Slot.Is), FallbackAfter: p.FallbackAfter.Is, FallbackFor: p.FallbackFor.Is,
			TapLimit: int64(p.TapLimit.Is), TapCVMLimit: int64(p.TapCVMLimit.Is), Bypass: p.PINBypass.Is == "yes",
			ChooseWithin: p.ChooseWithin.Is, RemindAfter: p.RemindAfter.Is, Reminders: p.Reminders.Is,
			ReceiptWithin: p.ReceiptWithin.Is, ReprintWithin: p.ReprintWithin.Is,
		},
	}, nil
}

// till puts the patience of the till's model into its configuration.
func (s *Station) till(c *pos.Config) error {
	p, err := profile.Open[profile.Till](s.plan.POS.Profile)
	if err != nil {
		return err
	}
	c.GatewayTimeout, c.OMSTimeout, c.Retries = p.GatewayTimeout.Is, p.LedgerTimeout.Is, p.Retries.Is
	c.RetryPause, c.OutboxPause, c.ReleaseWithin = p.RetryPause.Is, p.OutboxPause.Is, p.ReleaseWithin.Is
	c.QuietWithin, c.AskWithin = p.QuietWithin.Is, p.AskWithin.Is
	return nil
}
