package veeder

import "fmt"

// appendReport writes a report as a console sends it.
func (c *codec) appendReport(dst []byte, r *Report, l Layout) []byte {
	if r.Format == Display {
		return c.appendDisplay(dst, r, l)
	}
	b := append(dst[:len(dst):len(dst)], soh)
	b = append(b, r.code().String()...)
	b = c.appendDate(b, int64(r.At))
	b = c.appendBody(b, r, l)
	return append(dst, appendCheckSum(b[len(dst):])...)
}

func (c *codec) appendBody(b []byte, r *Report, l Layout) []byte {
	switch body := r.Body.(type) {
	case Alarms:
		return appendAlarms(b, body)
	case Inventories:
		for i := range body {
			b = c.appendInventory(b, &body[i], l)
		}
	case Masses:
		for i := range body {
			b = c.appendMass(b, &body[i])
		}
	case Deliveries:
		for i := range body {
			b = c.appendDeliveries(b, &body[i])
		}
	case LeakDetections:
		for i := range body {
			b = c.appendDetection(b, &body[i])
		}
	case Statuses:
		for _, s := range body {
			b = appendStatus(b, s)
		}
	case Histories:
		for _, h := range body {
			b = c.appendHistory(b, h)
		}
	case LeakHistories:
		for _, t := range body {
			b = c.appendLeaks(b, t)
		}
	case LeakTests:
		for _, t := range body {
			b = c.appendTests(b, t)
		}
	case LineReports:
		for i := range body {
			b = c.appendLine(b, &body[i])
		}
	case Settings:
		info := functions[r.Function]
		for _, s := range body {
			if info.scope != ofSystem {
				b = fmt.Appendf(b, "%02d", s.Device)
			}
			b = c.appendValue(b, info, s.Value)
		}
	case Revision:
		b = fmt.Appendf(b, "SOFTWARE# %sCREATED - %s", body.Software, body.Created)
	case Raw:
		b = append(b, body...)
	}
	return b
}

// appendAlarms sends category 00 when nothing is wrong (C: one of three ways that are seen).
func appendAlarms(b []byte, alarms Alarms) []byte {
	if len(alarms) == 0 {
		return append(b, "00"...)
	}
	for _, a := range alarms {
		b = fmt.Appendf(b, "%02d%02d%02d", min(a.Category, 99), min(a.Type, 99), a.Device)
	}
	return b
}

func appendBits(b []byte, bits Bits, inactive bool) []byte {
	if inactive {
		return append(b, "????"...)
	}
	return fmt.Appendf(b, "%04X", bits)
}

func productOf(p byte) byte {
	if p < 0x20 || p > 0x7E {
		return ' '
	}
	return p
}

func (c *codec) appendInventory(b []byte, i *Inventory, l Layout) []byte {
	b = fmt.Appendf(b, "%02d%c", i.Tank, productOf(i.Product))
	b = appendBits(b, i.Bits, i.Missing == all(inventoryFields))
	f := [inventoryFields]float32{
		c.volume(i.Volume), c.volume(i.TCVolume), c.volume(i.Ullage), c.length(int64(i.Height)), c.length(int64(i.Water)),
		c.temperature(i.Temperature), c.volume(i.WaterVolume),
	}
	return appendFloats(b, i.Missing, f[:l.floats()]...)
}

func (c *codec) appendMass(b []byte, m *Mass) []byte {
	b = fmt.Appendf(b, "%02d%c", m.Tank, productOf(m.Product))
	b = appendBits(b, m.Bits, m.Missing == all(massFields))
	return appendFloats(b, m.Missing, c.volume(m.Volume), float32(float64(m.Mass)/c.massScale()),
		float32(float64(m.Density)/c.densityScale()), c.length(int64(m.Height)), c.length(int64(m.Water)),
		c.temperature(m.Temperature))
}

// appendCount writes a count of items in two digits, or '?'.
func appendCount(b []byte, format string, n int, unknown bool) []byte {
	if unknown {
		return append(b, "??"...)
	}
	return fmt.Appendf(b, format, n)
}

// most is what two digits can count.
const most = 99

func (c *codec) appendDeliveries(b []byte, t *TankDelivery) []byte {
	list := t.Deliveries[:min(len(t.Deliveries), most)]
	b = fmt.Appendf(b, "%02d%c", t.Tank, productOf(t.Product))
	b = appendCount(b, "%02d", len(list), t.Unknown)
	for _, d := range list {
		b = c.appendDate(b, int64(d.StartAt))
		b = c.appendDate(b, int64(d.EndAt))
		b = appendFloats(b, d.Missing,
			c.volume(d.Start.Volume), c.volume(d.Start.TCVolume), c.length(int64(d.Start.Water)), c.temperature(d.Start.Temperature),
			c.volume(d.End.Volume), c.volume(d.End.TCVolume), c.length(int64(d.End.Water)), c.temperature(d.End.Temperature),
			c.length(int64(d.Start.Height)), c.length(int64(d.End.Height)))
	}
	return b
}

func (c *codec) appendDetection(b []byte, d *LeakDetection) []byte {
	b = fmt.Appendf(b, "%02d%c", d.Tank, productOf(d.Product))
	b = c.appendDate(b, int64(d.StartAt))
	b = fmt.Appendf(b, "%02X", d.Hours)
	f := []float32{c.temperature(d.Start), c.temperature(d.End), c.volume(d.Volume), c.volume(unit64(d.Rate))}
	for _, h := range d.HourlyChanges[:min(len(d.HourlyChanges), most)] {
		f = append(f, c.volume(unit64(h)))
	}
	return appendFloats(b, d.Missing, f...)
}

func appendStatus(b []byte, s TankStatus) []byte {
	list := s.Alarms[:min(len(s.Alarms), most)]
	b = fmt.Appendf(b, "%02d", s.Tank)
	b = appendCount(b, "%02X", len(list), s.Unknown)
	for _, a := range list {
		b = fmt.Appendf(b, "%02d", min(a.Type, 99))
	}
	return b
}

func (c *codec) appendHistory(b []byte, h TankHistory) []byte {
	list := h.Past[:min(len(h.Past), most)]
	b = fmt.Appendf(b, "%02d", h.Tank)
	b = appendCount(b, "%02d", len(list), h.Unknown)
	for _, p := range list {
		b = c.appendDate(b, int64(p.At))
		b = fmt.Appendf(b, "%04X", p.Alarm.Type)
	}
	return b
}

func (c *codec) appendLeaks(b []byte, t TankLeaks) []byte {
	list := t.Tests[:min(len(t.Tests), most)]
	b = fmt.Appendf(b, "%02d", t.Tank)
	b = appendCount(b, "%02X", len(list), t.Unknown)
	for _, x := range list {
		b = fmt.Appendf(b, "%02d%02d%02d", x.Result%100, x.Number%100, x.Kind%100)
		b = c.appendDate(b, int64(x.StartAt))
		b = appendValues(b, x.Missing, float32(x.Duration.Hours()), c.volume(x.Volume), float32(float64(x.Share)/1000))
	}
	return b
}

func (c *codec) appendTests(b []byte, t TankTests) []byte {
	list := t.Tests[:min(len(t.Tests), most)]
	b = fmt.Appendf(b, "%02d", t.Tank)
	b = appendCount(b, "%02X", len(list), t.Unknown)
	for _, x := range list {
		b = fmt.Appendf(b, "%02d%02d", x.Kind%100, b2i(x.Manifolded))
		b = c.appendDate(b, int64(x.StartAt))
		b = fmt.Appendf(b, "%02d", x.Result%100)
		b = appendValues(b, x.Missing, c.volume(unit64(x.Rate)), float32(x.Duration.Hours()), c.volume(x.Volume))
	}
	return b
}
