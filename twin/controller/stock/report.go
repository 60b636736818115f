package stock

import (
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// answered takes the answer to the question that is under way.
func (r *Reader) answered(report veeder.Report) {
	q := r.done()
	if q == none {
		return
	}
	r.round.doubts[q] = 0
	switch body := report.Body.(type) {
	case veeder.Inventories:
		if !r.here(len(body)) {
			r.read(body)
		}
	case veeder.Revision:
		r.env.Tell(GaugeIdentified{body.Software, body.Created})
	case veeder.Settings:
		r.label(body)
	case veeder.Alarms:
		r.alarmed(body)
	case veeder.Statuses:
		var all []veeder.Alarm
		for _, s := range body {
			all = append(all, s.Alarms...)
		}
		r.alarmed(all)
	case veeder.Deliveries:
		r.delivered(body)
	}
}

// label notes the labels of the tanks.
func (r *Reader) label(all veeder.Settings) {
	for _, s := range all {
		if text, ok := s.Value.(veeder.Text); ok {
			r.labels[s.Device] = string(text)
		}
	}
}

// product is what a tank holds: the grade that the site knows, else what the console calls it.
func (r *Reader) product(tank uint8, shown string) string {
	if p, ok := r.products[tank]; ok {
		return string(p)
	}
	if shown != "" {
		return shown
	}
	return r.labels[tank]
}

// The fields of an inventory, in the order in which the protocol numbers them.
var fields = [...]string{"volume", "tc-volume", "ullage", "height", "water", "temperature", "water-volume"}

// read tells what is in the tanks. A tank without a volume has nothing to be told.
func (r *Reader) read(all veeder.Inventories) {
	unread := r.unread
	r.tanks, r.unread, r.readAt = map[uint8]TankRead{}, map[uint8]bool{}, r.env.Now()
	for _, i := range all {
		product := r.product(i.Tank, i.Label)
		if i.Missing.Has(0) {
			r.unread[i.Tank] = true
			if !unread[i.Tank] {
				r.env.Tell(TankUnread{int(i.Tank), product})
			}
			continue
		}
		var missing []string
		for f, name := range fields {
			if i.Missing.Has(f) {
				missing = append(missing, name)
			}
		}
		t := TankRead{
			Tank: int(i.Tank), Product: product, Volume: i.Volume, TCVolume: i.TCVolume, Ullage: i.Ullage, Height: i.Height,
			Water: i.Water, WaterVolume: i.WaterVolume, Temperature: i.Temperature, InDelivery: i.Bits&veeder.InDelivery != 0,
			Missing: strings.Join(missing, ", "),
		}
		r.tanks[i.Tank] = t
		r.env.Tell(t)
	}
}

// mostAlarms bounds what is remembered of a console's alarms; a console with sixteen tanks has far fewer.
const mostAlarms = 500

// alarmed tells which alarms are new and which have ended.
func (r *Reader) alarmed(now []veeder.Alarm) {
	now = now[:min(len(now), mostAlarms)]
	before := r.alarms
	r.alarms = nil
	for _, a := range now {
		if slices.Contains(r.alarms, a) {
			continue
		}
		r.alarms = append(r.alarms, a)
		if !slices.Contains(before, a) {
			r.env.Tell(reported(a))
		}
	}
	for _, a := range before {
		if !slices.Contains(r.alarms, a) {
			r.env.Tell(AlarmEnded(reported(a)))
		}
	}
}

func reported(a veeder.Alarm) AlarmReported {
	return AlarmReported{int(a.Category), int(a.Device), strings.ToLower(a.Words())}
}
