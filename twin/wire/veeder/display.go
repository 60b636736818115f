package veeder

import (
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/clock"
)

// Layout is what differs between consoles in how they print and how much they send.
type Layout struct {
	// Floats is how many floats an inventory has in the computer's format; 6 on older consoles (A), 7 where it is 0.
	Floats int
	// NoTitle leaves the title of an inventory out, as one manual does; another one prints it (A: both occur).
	NoTitle bool
}

func (l Layout) floats() int {
	if l.Floats >= 1 && l.Floats < inventoryFields {
		return l.Floats
	}
	return inventoryFields
}

const newLine = "\r\n"

// appendDisplay writes a report in the display format: the code, the date and the four header lines in a frame of empty
// lines, as it was measured on hardware (B); a report about no devices has no headers (B).
func (c *codec) appendDisplay(dst []byte, r *Report, l Layout) []byte {
	b := append(dst, soh)
	b = fmt.Appendf(b, "\r\n%s\r\n%s\r\n\r\n", r.code(), c.displayDate(r.At))
	body := c.displayBody(r, l)
	if body == "" {
		return append(append(b, newLine...), etx)
	}
	for i := range HeaderLines {
		if i < len(r.Headers) {
			b = append(b, r.Headers[i]...)
		}
		b = append(b, newLine...)
	}
	b = append(b, newLine...)
	return append(append(b, strings.ReplaceAll(body, "\n", newLine)...), etx)
}

// displayDate prints "JAN 22, 1996  3:06 PM" (B).
func (c *codec) displayDate(at clock.Instant) string {
	if at == 0 {
		return ""
	}
	t := c.local(at)
	half := "AM"
	if t.Hour() >= 12 {
		half = "PM"
	}
	month := strings.ToUpper(t.Month().String()[:3])
	return fmt.Sprintf("%s %2d, %d %2d:%02d %s", month, t.Day(), t.Year(), (t.Hour()+11)%12+1, t.Minute(), half)
}

// displayBody prints what stands below the headers, with plain line ends.
func (c *codec) displayBody(r *Report, l Layout) string {
	var b strings.Builder
	info := functions[r.Function]
	inventory := r.Function == InTankInventory || r.Function == SafeFillInventory || r.Function == ShortInventory
	if !inventory || !l.NoTitle {
		b.WriteString(info.title + "\n\n")
	}
	titled := b.Len()
	switch body := r.Body.(type) {
	case Alarms:
		printAlarms(&b, body)
	case Inventories:
		c.printInventories(&b, body)
	case Masses:
		c.printMasses(&b, body)
	case Deliveries:
		c.printDeliveries(&b, body)
	case LeakDetections:
		c.printDetections(&b, body)
	case Statuses:
		printStatuses(&b, body)
	case Histories:
		c.printHistories(&b, body)
	case LeakHistories:
		for _, t := range body {
			c.printTests(&b, TankTests(t), true)
		}
	case LeakTests:
		for _, t := range body {
			c.printTests(&b, t, false)
		}
	case LineReports:
		c.printLines(&b, body)
	case Settings:
		c.printSettings(&b, info, body)
	case Revision:
		fmt.Fprintf(&b, "SOFTWARE# %s\nCREATED - %s\n", body.Software, body.Created)
	case Raw:
		b.WriteString(string(body))
	}
	if b.Len() == titled {
		return ""
	}
	return b.String()
}

func printAlarms(b *strings.Builder, alarms Alarms) {
	if len(alarms) == 0 {
		b.WriteString("  ALL FUNCTIONS NORMAL\n")
	}
	for _, a := range alarms {
		b.WriteString(a.String() + "\n")
	}
}
