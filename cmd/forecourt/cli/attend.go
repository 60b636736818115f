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
	switch ours := lv.station.Loop(); {
	case who == "none":
		return nil
	case lv.station.Controller() == nil, who != "auto" && !ours.Has(station.POSRole): // a profile's drivers pay at our till
		return misused("drivers need our own controller and till: leave out --customers or --outside")
	}
	return lv.send(who)
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
