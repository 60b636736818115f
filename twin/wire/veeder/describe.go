package veeder

import (
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// Describe says commands, which may be stacked, or one reply or several in words. A security code is never said.
func (d dialect) Describe(dir wire.Direction, b []byte, o wire.Options) (string, error) {
	c := d.cfg.codec(o)
	switch {
	case o.Unit > unit.ImpGal:
		return "", fmt.Errorf("veeder: there is no %s", o.Unit)
	case len(b) == 0:
		return "", newFault(b, defect{0, "no bytes"})
	case dir == wire.FromDispenser:
		return c.describeReplies(b)
	}
	return c.describeCommands(b)
}

// describeCommands reads as a console does, with the code that the first command begins with, if it does.
func (c *codec) describeCommands(b []byte) (string, error) {
	var words []string
	for i := 0; i < len(b); {
		end := i + 1
		for end < len(b) && b[end] != soh {
			end++
		}
		if said, wrong := c.describeCommand(b[i:end]); wrong != "" {
			return strings.Join(words, "; "), newFault(b, defect{i, wrong})
		} else if said != "" {
			words = append(words, said)
		}
		i = end
	}
	if len(words) == 0 {
		return "", newFault(b, defect{0, "no command"})
	}
	return strings.Join(words, "; "), nil
}

func (c *codec) describeCommand(b []byte) (said, wrong string) {
	if b[0] == esc {
		return "stop the reply", ""
	}
	if b[0] != soh {
		if strings.Trim(string(b), "\r\n\x03\x00") == "" {
			return "", "" // the terminator of what went before
		}
		return "noise", ""
	}
	var r reader
	var cmd command
	done := false
	for i := 0; i < len(b) && !done; i++ {
		cmd, done = r.take(b[i], "")
	}
	if !done {
		cmd, done = r.end(true)
	}
	switch {
	case !done:
		return "", "a command that is not complete"
	case cmd.unknown:
		return "", "a function code that is not known, or a value of the wrong length"
	}
	said = cmd.code.words()
	if len(b) > 1 && !isAlpha(b[1]) && cmd.code.function != ShortInventory || len(b) > 7 && isShort(b[7:]) {
		said = "security code, " + said
	}
	said += " (" + cmd.code.format.String() + ")"
	if !cmd.code.set {
		return said, ""
	}
	v, ok := c.readSet(functions[cmd.code.function], cmd.code.format, cmd.data)
	switch {
	case cmd.code.function == SecuritySetup:
		return said + ": a code", ""
	case !ok:
		return said + ": a value that cannot be read", ""
	}
	return said + ": " + c.sayValue(functions[cmd.code.function], v), ""
}

func (c *codec) describeReplies(b []byte) (string, error) {
	var words []string
	var k cutter
	start := 0
	for i, x := range b {
		if x == soh {
			start = i
		}
		reply, tooLong := k.take(x)
		if tooLong {
			return strings.Join(words, "; "), newFault(b, defect{i, "a reply that is too long"})
		}
		if reply == nil {
			continue
		}
		r, is, wrong := c.parseReport(reply)
		switch {
		case wrong.reason != "":
			wrong.offset += start
			return strings.Join(words, "; "), newFault(b, wrong)
		case !is:
			words = append(words, unknownCode+" not understood")
		default:
			words = append(words, c.sayReport(&r))
		}
	}
	if k.inside {
		return strings.Join(words, "; "), newFault(b, defect{len(b), "a reply without an end"})
	}
	if len(words) == 0 {
		return "", newFault(b, defect{0, "no reply"})
	}
	return strings.Join(words, "; "), nil
}

func (c *codec) sayReport(r *Report) string {
	head := fmt.Sprintf("%s %s", r.code(), r.Function.words())
	if r.At != 0 {
		head += " at " + c.local(r.At).Format("2006-01-02 15:04")
	}
	var items []string
	switch body := r.Body.(type) {
	case Alarms:
		if len(body) == 0 {
			items = append(items, "all functions normal")
		}
		for _, a := range body {
			items = append(items, a.String())
		}
	case Settings:
		for _, s := range body {
			words := c.sayValue(functions[r.Function], s.Value)
			if r.Function == SecuritySetup {
				words = "a code"
			}
			if s.Device > 0 {
				words = fmt.Sprintf("%d: %s", s.Device, words)
			}
			items = append(items, words)
		}
	case Revision:
		items = append(items, body.Software+" created "+body.Created)
	case Raw:
		items = append(items, fmt.Sprintf("%q", string(body)))
	default:
		items = c.sayTanks(r.Body)
		if len(items) == 0 {
			items = append(items, "no tanks")
		}
	}
	return head + ": " + strings.Join(items, ", ")
}

// sayTanks says the bodies that have an item for each tank.
func (c *codec) sayTanks(body Body) (items []string) {
	say := func(tank uint8, format string, args ...any) {
		items = append(items, fmt.Sprintf("tank %d ", tank)+fmt.Sprintf(format, args...))
	}
	switch body := body.(type) {
	case Inventories:
		for _, i := range body {
			say(i.Tank, "%s", c.sayInventory(i))
		}
	case Masses:
		for _, m := range body {
			say(m.Tank, "volume %s mass %.1f kg density %.3f kg/m3", c.sayVolume(m.Volume), float64(m.Mass)/1000, float64(m.Density)/1000)
		}
	case Deliveries:
		for _, t := range body {
			if len(t.Deliveries) == 0 {
				say(t.Tank, "no deliveries")
			}
			for _, d := range t.Deliveries {
				say(t.Tank, "delivery of %s until %s", c.sayVolume(d.End.Volume-d.Start.Volume), c.local(d.EndAt).Format("2006-01-02 15:04"))
			}
		}
	case LeakDetections:
		for _, d := range body {
			say(d.Tank, "leak test of %d h", d.Hours)
		}
	case Statuses:
		for _, s := range body {
			say(s.Tank, "%s", sayAlarms(s))
		}
	case Histories:
		for _, h := range body {
			say(h.Tank, "%d alarms", len(h.Past))
		}
	case LeakHistories:
		for _, t := range body {
			say(t.Tank, "%d leak tests", len(t.Tests))
		}
	case LeakTests:
		for _, t := range body {
			say(t.Tank, "%d leak tests", len(t.Tests))
		}
	case LineReports:
		for _, l := range body {
			items = append(items, fmt.Sprintf("line %d %d and %d leak tests", l.Line, len(l.Periodic), len(l.Annual)))
		}
	}
	return items
}

func (c *codec) sayInventory(i Inventory) string {
	if i.Missing == all(inventoryFields) {
		return "not active"
	}
	words := fmt.Sprintf("volume %s TC %s ullage %s height %s water %s temperature %s",
		c.sayVolume(i.Volume), c.sayVolume(i.TCVolume), c.sayVolume(i.Ullage), i.Height, i.Water, i.Temperature)
	for n, name := range []string{" in delivery", " in leak test", " invalid height"} {
		if i.Bits>>n&1 != 0 {
			words += name
		}
	}
	return words
}

func sayAlarms(s TankStatus) string {
	switch {
	case s.Unknown:
		return "not active"
	case len(s.Alarms) == 0:
		return "normal"
	}
	words := make([]string, len(s.Alarms))
	for i, a := range s.Alarms {
		words[i] = strings.ToLower(a.Words())
	}
	return strings.Join(words, " and ")
}

// sayVolume prints a volume in the site's unit with two decimals.
func (c *codec) sayVolume(v unit.Volume) string { return c.cut(v, 2).String() }

func (c *codec) sayValue(info functionInfo, v Value) string {
	if t, ok := v.(Text); ok {
		return fmt.Sprintf("%q", string(t))
	}
	return c.valueWords(info, v)
}
