package reckoning

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/unit"
)

const (
	swellsIn   = 200 * time.Millisecond // how long a hose takes to come under pressure (C)
	slipsIn    = 50 * time.Millisecond  // how long what slips back takes (C)
	refillFlow = 500 * unit.Millilitre  // a second, of what runs into an empty hose at most (C)
)

// Swell is the train by which a hose takes in what it lacks.
func Swell(t line.Train, now clock.Instant, missing unit.Volume) line.Train {
	return Drift(t, now, min(int64(missing)*int64(time.Second/swellsIn), int64(refillFlow)), missing)
}

// Slip is the train by which a volume runs back out of a hose.
func Slip(t line.Train, now clock.Instant, back unit.Volume) line.Train {
	return Drift(t, now, -int64(back)*int64(time.Second/slipsIn), back)
}

// Drift moves a volume at a steady rate, in microlitres a second and not zero, and stops.
func Drift(t line.Train, now clock.Instant, rate int64, volume unit.Volume) line.Train {
	span := lasts(volume, max(rate, -rate))
	return line.Train{From: now, Base: t.At(now), Rate: rate, EndRate: rate, RampEnd: now, StopAt: now.Add(span)}
}

// lasts is how long a volume takes at a rate, rounded down.
func lasts(v unit.Volume, rate int64) time.Duration {
	whole := int64(v) / rate * int64(time.Second)
	return time.Duration(whole + int64(v)%rate*int64(time.Second)/rate)
}

// Filled is how much of what has moved has stayed in a hose that lacks a volume.
func Filled(moved, missing unit.Volume) unit.Volume { return min(moved, max(missing, 0)) }
