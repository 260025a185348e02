#include <algorithm>

#include "yare/kube/watch.h"

namespace yare::kube {

void WorkQueue::add_locked(const std::string& key) {
    if (shut_down_ || !waiting_.insert(key).second) return;
    // What is being worked on waits for its done(), so that no key is ever in two hands.
    if (processing_.contains(key)) return;
    ready_.push_back(key);
    changed_.notify_one();
}

void WorkQueue::add(std::string key) {
    const std::lock_guard lock(mutex_);
    add_locked(key);
}

void WorkQueue::add_after(std::string key, std::chrono::milliseconds pause) {
    const std::lock_guard lock(mutex_);
    if (shut_down_) return;
    if (pause.count() <= 0) return add_locked(key);
    later_.emplace(std::chrono::steady_clock::now() + pause, std::move(key));
    changed_.notify_one();
}

void WorkQueue::retry(std::string key) {
    std::chrono::milliseconds pause = backoff_.first;
    {
        const std::lock_guard lock(mutex_);
        const int failures = failures_[key]++;
        for (int i = 0; i < failures && pause < backoff_.longest; ++i) pause *= 2;
        pause = std::min(pause, backoff_.longest);
    }
    add_after(std::move(key), pause);
}

void WorkQueue::forget(const std::string& key) {
    const std::lock_guard lock(mutex_);
    failures_.erase(key);
}

void WorkQueue::move_due_locked(Time now) {
    while (!later_.empty() && later_.begin()->first <= now) {
        add_locked(later_.begin()->second);
        later_.erase(later_.begin());
    }
}

std::optional<std::string> WorkQueue::take(const Cancellation& cancellation) {
    std::unique_lock lock(mutex_);
    for (;;) {
        move_due_locked(std::chrono::steady_clock::now());
        if (!ready_.empty()) {
            std::string key = std::move(ready_.front());
            ready_.pop_front();
            waiting_.erase(key);
            processing_.insert(key);
            return key;
        }
        if (shut_down_ || cancellation.stop_requested()) return std::nullopt;
        if (later_.empty()) {
            changed_.wait(lock, cancellation,
                          [&] { return !ready_.empty() || !later_.empty() || shut_down_; });
        } else {
            const Time due = later_.begin()->first;
            changed_.wait_until(lock, cancellation, due, [&] {
                return !ready_.empty() || shut_down_ || (!later_.empty() && later_.begin()->first < due);
            });
        }
    }
}

void WorkQueue::done(const std::string& key) {
    const std::lock_guard lock(mutex_);
    processing_.erase(key);
    if (!waiting_.contains(key)) return;
    ready_.push_back(key);
    changed_.notify_one();
}

void WorkQueue::shut_down() {
    const std::lock_guard lock(mutex_);
    shut_down_ = true;
    later_.clear();
    changed_.notify_all();
}

std::size_t WorkQueue::size() const {
    const std::lock_guard lock(mutex_);
    return ready_.size();
}

}  // namespace yare::kube
