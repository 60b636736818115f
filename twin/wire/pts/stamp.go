package pts

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
)

// Stamp writes an instant as every body does: local time without a zone, to the second. A nil zone is UTC.
func Stamp(at clock.Instant, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	return at.Time().In(zone).Format("2006-01-02T15:04:05")
}
