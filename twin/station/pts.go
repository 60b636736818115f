package station

import (
	"crypto/sha256"
	"fmt"
	"net/url"
	"strings"

	"github.com/forecourt/forecourt/twin/chance"
	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/controller/ptsfront"
	"github.com/forecourt/forecourt/twin/controller/ptsupload"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/tank/gauge"
	"github.com/forecourt/forecourt/twin/wire/pts"
	"github.com/forecourt/forecourt/twin/wire/veeder"
)

// PTSHost is the name under which jsonPTS is served where the POS is outside.
const PTSHost = "pts"

// buildPTS puts jsonPTS on the desk: the interface for a POS, and what is uploaded to a server.
func (s *Station) buildPTS(d *desk.Desk) error {
	p := s.plan.PTS
	cfg := ptsfront.Config{Desk: d, Scheme: ptsfront.Scheme(p.Scheme), Chance: chance.New(s.loop.Seed(), PTSHost)}
	if p.User != "" {
		cfg.Users = map[string]string{p.User: p.Password}
	}
	front, err := ptsfront.New(cfg)
	if err != nil {
		return err
	}
	s.serve(PTSHost, desk.Role, httpLatency, front.Handler(), nil)
	if p.Upload == "" {
		return nil
	}
	if s.upload, err = site.ParseUpload(p.Upload); err != nil {
		return err
	}
	id := p.PtsID
	if id == "" {
		sum := sha256.Sum256([]byte(s.plan.Site))
		id = fmt.Sprintf("%X", sum[:12])
	}
	u, err := ptsupload.New(ptsupload.Config{
		Loop: s.loop, Desk: d, URL: s.upload, PtsID: id, Status: p.Status, Measurements: p.TankMeasurements,
		Tanks: func() []pts.Reading { return s.tankReadings(d) },
	})
	if err != nil {
		return err
	}
	s.loop.Watch(func(t forecourt.Told) {
		switch e := t.Event.(type) {
		case gauge.DeliveryRecorded:
			if p.InTankDeliveries {
				s.delivered(d, u, e)
			}
		case gauge.AlarmRaised:
			s.alerted(u, e.Tank, e.Alarm, pts.AlertActive)
		case gauge.AlarmCleared:
			s.alerted(u, e.Tank, e.Alarm, pts.AlertInactive)
		}
	})
	return nil
}

// alerted uploads that an alarm of a tank began or ended, where the plan has a code for it.
func (s *Station) alerted(u *ptsupload.Uploader, tank int, alarm, state string) {
	for kind, word := range tankAlarms {
		code, coded := s.plan.PTS.AlertCode(word)
		if coded && strings.EqualFold(alarm, veeder.TankAlarm(0, kind).Words()) {
			u.Alerted(pts.Alert{DateTime: pts.Stamp(s.loop.Now(), nil), DeviceType: "Probe", DeviceNumber: tank, State: state, Code: code})
		}
	}
}

// Upload returns the address that the controller uploads to; nil where it does not.
func (s *Station) Upload() *url.URL { return s.upload }

// tankReadings reads every tank whose probe is in place.
func (s *Station) tankReadings(d *desk.Desk) (all []pts.Reading) {
	for _, t := range s.plan.Tanks {
		if now := s.gauge.Tank(s.loop.Now(), uint8(t.Tank)); now.Active {
			all = append(all, s.tankReading(d, t, now))
		}
	}
	return all
}

func (s *Station) tankReading(d *desk.Desk, t site.Tank, now veeder.Tank) pts.Reading {
	grade := d.GradeOf(t.Grade)
	r := pts.Reading{
		Tank: t.Tank, FuelGrade: grade.Number, Name: grade.Name, Measure: s.plan.Unit, Capacity: t.Capacity,
		Probe: pts.Probe{
			Height: now.Inventory.Height, Water: now.Inventory.Water, Temperature: now.Inventory.Temperature,
			Volume: now.Inventory.Volume, TCVolume: now.Inventory.TCVolume,
			WaterVolume: now.Inventory.WaterVolume, Ullage: now.Inventory.Ullage,
		},
	}
	for _, a := range now.Alarms {
		if word := tankAlarms[a]; word != "" {
			r.Alarms = append(r.Alarms, word)
		}
	}
	return r
}

// tankAlarms are the alarms of a gauge that a PTS-2 has words for.
var tankAlarms = map[uint16]string{
	veeder.OverfillAlarm: "CriticalHighProduct", veeder.HighProductAlarm: "HighProduct", veeder.LowProductAlarm: "LowProduct",
	veeder.HighWaterAlarm: "HighWater", veeder.LeakAlarm: "TankLeakage",
}

// delivered uploads what the gauge has just recorded.
func (s *Station) delivered(d *desk.Desk, u *ptsupload.Uploader, e gauge.DeliveryRecorded) {
	for _, t := range s.plan.Tanks {
		now := s.gauge.Tank(s.loop.Now(), uint8(t.Tank))
		if t.Tank != e.Tank || len(now.Deliveries) == 0 {
			continue
		}
		last := now.Deliveries[0]
		u.Delivered(s.tankReading(d, t, now).Delivered(pts.Stamp(e.StartedAt, nil), probe(last.Start), pts.Stamp(e.EndedAt, nil), probe(last.End)))
	}
}

func probe(s veeder.Stock) pts.Probe {
	return pts.Probe{Height: s.Height, Water: s.Water, Temperature: s.Temperature, Volume: s.Volume, TCVolume: s.TCVolume}
}
