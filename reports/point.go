package reports

import (
	"strings"

	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/unit"
)

// pointStory is what one fuelling point did.
type pointStory struct {
	role    string
	states  []change // as the point said them
	seen    []change // as its controller saw them
	totals  []reading
	moments []moment
	devices []*deviceStory // valves and motors
}

type change struct {
	at int64
	to string
}

// reading is what the display showed. Volume is in microlitres.
type reading struct {
	at             int64
	volume, amount int64
	volumeText     string
	amountText     string
	currency       unit.Currency
}

type deviceStory struct {
	name  string
	turns []turn
}

type turn struct {
	at int64
	on bool
}

func (p *pointStory) event(at int64, r *journal.Record, all fieldList) {
	switch r.Name {
	case "state-changed":
		for _, name := range []string{"to", "state", "status"} {
			if to, ok := all.get(name); ok {
				if ended, _ := all.get("ended"); ended == "true" {
					to += ", sale ended"
				}
				p.states = append(p.states, change{at, to})
				return
			}
		}
	case "counted":
		p.counted(at, all)
		return
	}
	if name, on, ok := switched(r.Name, all); ok {
		p.device(name).turns = append(p.device(name).turns, turn{at, on})
		return
	}
	p.moments = append(p.moments, moment{at: at, label: summary(r.Name, all), tip: tip(r), class: tone(r.Name)})
}

func (p *pointStory) counted(at int64, all fieldList) {
	volume, _ := all.get("volume")
	amount, _ := all.get("amount")
	v, err := unit.ParseIndicated(volume)
	if err != nil || v.Count < 0 {
		return
	}
	litres, _ := v.Volume()
	r := reading{at: at, volume: int64(litres), volumeText: volume}
	if m, err := unit.ParseMoney(amount); err == nil && m.Minor >= 0 {
		r.amount, r.amountText, r.currency = m.Minor, amount, m.Currency
	}
	p.totals = append(p.totals, r)
}

// switched reads valve-opened, slow-valve-shut, motor-started, or an event of a valve or a motor with a field that says
// which way.
func switched(name string, all fieldList) (device string, on, ok bool) {
	if !strings.Contains(name, "valve") && !strings.Contains(name, "motor") {
		return "", false, false
	}
	device, way := name, ""
	if cut := strings.LastIndexByte(name, '-'); cut >= 0 {
		device, way = name[:cut], name[cut+1:]
	}
	if which, ok := all.get("valve"); ok {
		device = which + " valve"
	}
	switch way {
	case "opened", "open", "started", "on":
		return device, true, true
	case "shut", "closed", "stopped", "off":
		return device, false, true
	}
	for _, f := range []string{"open", "on", "running"} {
		if v, ok := all.get(f); ok {
			return device, v == "true", true
		}
	}
	return "", false, false
}

func (p *pointStory) device(name string) *deviceStory {
	for _, d := range p.devices {
		if d.name == name {
			return d
		}
	}
	d := &deviceStory{name: name}
	p.devices = append(p.devices, d)
	return d
}
