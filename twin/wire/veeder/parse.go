package veeder

import (
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/unit"
)

func unit64(r Rate) unit.Volume { return unit.Volume(r) }

// parseReport reads one reply, from SOH to ETX and without NULs; answer is false for 9999FF1B, which is none.
func (c *codec) parseReport(b []byte) (r Report, answer bool, wrong defect) {
	if string(b) == "\x01"+unknownCode+"\x03" {
		return Report{}, false, defect{}
	}
	k, data, at, wrong := openReply(b)
	if wrong.reason != "" {
		return Report{}, true, wrong
	}
	r = Report{Function: k.function, Device: k.device, Set: k.set, Format: k.format}
	if k.format == Display {
		wrong = c.parseDisplay(&r, data, at)
		return r, true, wrong
	}
	cur := &cursor{codec: c, rest: data, at: at}
	r.At = cur.date()
	r.Body = cur.body(k.function)
	return r, true, cur.wrong
}

func (r *cursor) body(f Function) Body {
	info, known := functions[f]
	switch f {
	case SystemStatus:
		return r.alarms()
	case InTankInventory, SafeFillInventory:
		return list(r, (*cursor).inventory, Inventories{})
	case MassInventory:
		return list(r, (*cursor).mass, Masses{})
	case DeliveryHistory, LastDelivery:
		return list(r, (*cursor).deliveries, Deliveries{})
	case LeakDetect:
		return list(r, (*cursor).detection, LeakDetections{})
	case Status:
		return list(r, (*cursor).status, Statuses{})
	case AlarmHistory:
		return list(r, (*cursor).history, Histories{})
	case LeakHistory:
		return list(r, (*cursor).leaks, LeakHistories{})
	case LeakResults:
		return list(r, (*cursor).tests, LeakTests{})
	case LineLeakResults, LineLeakHistory:
		return list(r, (*cursor).lineReport, LineReports{})
	case RevisionLevel:
		return r.revision()
	}
	if known && info.kind != none {
		return r.settings(info)
	}
	return Raw(r.take(len(r.rest), "data"))
}

func list[T any, L ~[]T](r *cursor, item func(*cursor) T, l L) L {
	for r.more() {
		l = append(l, item(r))
	}
	return l
}

func (r *cursor) alarms() Alarms {
	alarms := Alarms{}
	if strings.Trim(r.rest, "0") == "" && len(r.rest)%2 == 0 {
		r.take(len(r.rest), "alarms") // nothing, 00 or 000000
		return alarms
	}
	for r.more() {
		c, t := r.device("alarm category"), r.device("alarm type")
		alarms = append(alarms, Alarm{Category: Category(c), Type: uint16(t), Device: r.device("device")})
	}
	return alarms
}

func (r *cursor) bits() Bits {
	n, _ := r.number(4, 16, "status bits")
	return Bits(n)
}

func (r *cursor) inventory() (i Inventory) {
	i.Tank, i.Product, i.Bits = r.device("tank"), r.char(), r.bits()
	f := r.counted()
	i.Volume, i.TCVolume, i.Ullage, i.Height, i.Water = f.volume(), f.volume(), f.volume(), f.level(), f.level()
	i.Temperature, i.WaterVolume = f.temperature(), f.volume()
	f.skip()
	i.Missing = f.missing
	return i
}

func (r *cursor) mass() (m Mass) {
	m.Tank, m.Product, m.Bits = r.device("tank"), r.char(), r.bits()
	f := r.counted()
	m.Volume, m.Mass, m.Density = f.volume(), Grams(f.scaled(r.codec.massScale())), Density(f.scaled(r.codec.densityScale()))
	m.Height, m.Water, m.Temperature = f.level(), f.level(), f.temperature()
	f.skip() // later consoles send more
	m.Missing = f.missing
	return m
}

func (r *cursor) deliveries() (t TankDelivery) {
	t.Tank, t.Product = r.device("tank"), r.char()
	n, known := r.number(2, 10, "count")
	t.Unknown = !known
	for ; n > 0 && r.wrong.reason == ""; n-- {
		d := Delivery{StartAt: r.date(), EndAt: r.date()}
		f := r.counted()
		for _, s := range []*Stock{&d.Start, &d.End} {
			s.Volume, s.TCVolume, s.Water, s.Temperature = f.volume(), f.volume(), f.level(), f.temperature()
		}
		d.Start.Height, d.End.Height = f.level(), f.level()
		f.skip()
		d.Missing = f.missing
		t.Deliveries = append(t.Deliveries, d)
	}
	return t
}

func (r *cursor) detection() (d LeakDetection) {
	d.Tank, d.Product, d.StartAt = r.device("tank"), r.char(), r.date()
	h, _ := r.number(2, 16, "hours")
	d.Hours = uint8(h)
	f := r.counted()
	d.Start, d.End, d.Volume, d.Rate = f.temperature(), f.temperature(), f.volume(), f.rate()
	d.Missing = f.missing
	for f.left > 0 && r.wrong.reason == "" {
		d.HourlyChanges = append(d.HourlyChanges, f.rate())
	}
	return d
}

func (r *cursor) status() (s TankStatus) {
	s.Tank = r.device("tank")
	n, known := r.number(2, 16, "count")
	s.Unknown = !known
	for ; n > 0 && r.wrong.reason == ""; n-- {
		s.Alarms = append(s.Alarms, TankAlarm(s.Tank, uint16(r.device("alarm type"))))
	}
	return s
}

func (r *cursor) history() (h TankHistory) {
	h.Tank = r.device("tank")
	n, known := r.number(2, 10, "count")
	h.Unknown = !known
	for ; n > 0 && r.wrong.reason == ""; n-- {
		p := PastAlarm{At: r.date()}
		t, _ := r.number(4, 16, "alarm type")
		p.Alarm = TankAlarm(h.Tank, uint16(t))
		h.Past = append(h.Past, p)
	}
	return h
}

// hours reads a float of hours.
func (f *floats) hours() time.Duration { return time.Duration(f.scaled(float64(time.Hour))) }

func (r *cursor) leaks() TankLeaks {
	t := TankTests{Tank: r.device("tank")}
	n, known := r.number(2, 16, "count")
	t.Unknown = !known
	for ; n > 0 && r.wrong.reason == ""; n-- {
		x := LeakTest{Result: r.device("result"), Number: r.device("number"), Kind: r.device("test type"), StartAt: r.date()}
		f := &floats{r: r, left: 3}
		x.Duration, x.Volume, x.Share = f.hours(), f.volume(), Share(f.scaled(1000))
		x.Missing = f.missing
		t.Tests = append(t.Tests, x)
	}
	return TankLeaks(t)
}

func (r *cursor) tests() TankTests {
	t := TankTests{Tank: r.device("tank")}
	n, known := r.number(2, 16, "count")
	t.Unknown = !known
	for ; n > 0 && r.wrong.reason == ""; n-- {
		x := LeakTest{Kind: r.device("test type"), Manifolded: r.device("manifold") == 1, StartAt: r.date(), Result: r.device("result")}
		f := &floats{r: r, left: 3}
		x.Rate, x.Duration, x.Volume = f.rate(), f.hours(), f.volume()
		x.Missing = f.missing
		t.Tests = append(t.Tests, x)
	}
	return t
}

func (r *cursor) revision() Revision {
	return revisionIn(r.take(len(r.rest), "revision"))
}

// revisionIn finds the two words in any text around them.
func revisionIn(s string) (v Revision) {
	_, s, _ = strings.Cut(s, "SOFTWARE#")
	software, created, _ := strings.Cut(s, "CREATED -")
	v.Software = strings.TrimSpace(software)
	v.Created, _, _ = strings.Cut(strings.TrimSpace(created), "\n")
	v.Created = strings.TrimSpace(v.Created)
	return v
}

func (r *cursor) settings(info functionInfo) Settings {
	all := Settings{}
	for r.more() {
		var s Setting
		if info.scope != ofSystem {
			s.Device = r.device("device")
		}
		s.Value = r.value(info)
		all = append(all, s)
	}
	return all
}

// value reads what a setup function holds; nil where it is '?'.
func (r *cursor) value(info functionInfo) Value {
	switch info.kind {
	case kindOn:
		s := r.take(1, "on or off")
		if s != "0" && s != "1" && s != "" && s != "?" {
			r.fail("neither on nor off")
		}
		if s == "?" {
			return nil
		}
		return On(s == "1")
	case kindText:
		n := info.count
		if n == labelLen {
			n = min(n, len(r.rest)) // labels of any width: the last one may be short
		}
		return Text(strings.TrimRight(r.take(n, "text"), " "))
	case kindProduct:
		return Product(r.char())
	case kindClock:
		return Clock(r.date())
	case kindShift:
		return r.shift()
	}
	f := &floats{r: r, left: max(info.count, 1)}
	var v Value
	switch info.kind {
	case kindVolumes:
		vols := Volumes{}
		for range info.count {
			vols = append(vols, f.volume())
		}
		v = vols
	case kindLength:
		v = Length(f.level())
	case kindExpansion:
		v = Expansion(f.scaled(r.codec.expansionScale()))
	}
	if f.missing != 0 {
		return nil
	}
	return v
}

func (r *cursor) shift() Value {
	if strings.HasPrefix(r.rest, "EE") {
		r.take(4, "shift")
		return ShiftOff
	}
	h, ok := r.number(2, 10, "hour")
	m, ok2 := r.number(2, 10, "minute")
	if !ok || !ok2 {
		return nil
	}
	if h > 23 || m > 59 {
		r.fail("no time of day")
	}
	return Shift(time.Duration(h)*time.Hour + time.Duration(m)*time.Minute)
}
