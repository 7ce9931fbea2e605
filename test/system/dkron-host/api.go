package main

import (
	"encoding/json"
	"net/http"
	"sort"
	"strconv"
)

type node struct {
	name    string
	folder  string
	plugins loaded
}

type object = map[string]interface{}

// The parts of Dkron's API that tell how it is, and that make and run jobs.
func api(self node) http.Handler {
	paths := http.NewServeMux()
	made := &jobs{all: map[string]*job{}}
	paths.HandleFunc("/health", func(answer http.ResponseWriter, _ *http.Request) {
		leads := self.cluster().Leader == self.name
		if issues := self.issues(); len(issues) > 0 {
			write(answer, 503, object{"issues": issues, "leader": leads, "status": "unhealthy"})
			return
		}
		write(answer, 200, object{"leader": leads, "status": "healthy"})
	})
	paths.HandleFunc("/v1/", func(answer http.ResponseWriter, _ *http.Request) {
		agent := object{"name": self.name, "version": "4.1.2"}
		write(answer, 200, object{"agent": agent, "tags": object{"server": "true"}})
	})
	paths.HandleFunc("/v1/leader", func(answer http.ResponseWriter, _ *http.Request) {
		seen := self.cluster()
		for _, each := range seen.Members {
			if each.Name == seen.Leader {
				write(answer, 200, each)
				return
			}
		}
		write(answer, 500, nil)
	})
	paths.HandleFunc("/v1/isleader", func(answer http.ResponseWriter, _ *http.Request) {
		if self.cluster().Leader == self.name {
			write(answer, 200, "I am a leader")
			return
		}
		write(answer, 404, "I am a follower")
	})
	paths.HandleFunc("/v1/members", func(answer http.ResponseWriter, _ *http.Request) {
		write(answer, 200, self.cluster().Members)
	})
	paths.HandleFunc("/v1/busy", func(answer http.ResponseWriter, _ *http.Request) {
		write(answer, 200, self.cluster().Busy)
	})
	paths.HandleFunc("/v1/jobs", func(answer http.ResponseWriter, asked *http.Request) {
		if asked.Method == "POST" {
			made.create(answer, asked)
			return
		}
		jobs := self.cluster().Jobs
		write(answer, 200, jobs[bound(asked, "_start", len(jobs), 0):bound(asked, "_end", len(jobs), len(jobs))])
	})
	paths.HandleFunc("/v1/jobs/", func(answer http.ResponseWriter, asked *http.Request) {
		made.handle(self, answer, asked)
	})
	return paths
}

func bound(asked *http.Request, name string, most, otherwise int) int {
	at, err := strconv.Atoi(asked.URL.Query().Get(name))
	if err != nil {
		return otherwise
	}
	if at > most {
		return most
	}
	return at
}

func (self node) cluster() cluster {
	return readCluster(self.folder, self.name)
}

func (self node) issues() []string {
	issues := []string{}
	for name, client := range self.plugins {
		if client.Exited() {
			issues = append(issues, "plugin "+name+" has exited")
		}
	}
	sort.Strings(issues)
	return issues
}

func write(answer http.ResponseWriter, status int, body interface{}) {
	answer.Header().Set("Content-Type", "application/json")
	answer.WriteHeader(status)
	json.NewEncoder(answer).Encode(body)
}
