package cli

import (
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/station/customer"
	"github.com/forecourt/forecourt/twin/station/day"
	"github.com/forecourt/forecourt/twin/station/demand"
)

// attend lets customers come to a live station, where they shall.
func (lv *living) attend() error {
	who := lv.verb.Customers
	if who == "none" {
		return nil
	}
	for _, r := range lv.station.Loop().Roles() {
		if r == station.POSRole {
			return lv.send(who)
		}
	}
	return misused("drivers need our own controller and till: leave out --customers or --outside")
}

func (lv *living) send(who string) error {
	if who == "auto" {
		customer.Send(lv.station, customer.Usual)
		return nil
	}
	profile, err := demand.Open(who)
	if err != nil {
		return err
	}
	if err := day.Attend(lv.station, demand.Options{Profile: profile, Seed: lv.seed}); err != nil {
		return misused("%v", err)
	}
	return nil
}
